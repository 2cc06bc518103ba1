/** For how long the request and its answer are kept behind it, for a complaint, a review or a court; then its key is destroyed. */
const KEPT = `interval '1 year'`;

/** Who was shown something of a record, as the ledger says (libs/recalls): the holders of copies, with the classes. */
const HOLDERS = `
create or replace function rights.holders(p_record uuid) returns jsonb language sql stable security definer as $$
  select coalesce(jsonb_agg(jsonb_build_object('agency', k.agency, 'classes', k.classes, 'since', k.first_at) order by k.agency), '[]') from recalls.copy k where k.record_id = p_record
$$;
`;

/** Everything is decided, and what was granted is done: only then is there an answer. Whom a record was disclosed to is its originator's to tell. */
const BEGIN = `
create or replace function rights.begin_answer(p_caller jsonb, p_id uuid)
returns table (asked_for text, received_at timestamptz, key_id uuid, items jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); q rights.request := rights.in_hand(c, p_id);
begin
  if q.collected_at is null then raise exception 'SUBJECT_REQUEST_NOT_COLLECTED' using errcode = 'AM001'; end if;
  if exists (select from rights.item i where i.request = p_id and i.decision is null) then raise exception 'SUBJECT_REQUEST_UNDECIDED' using errcode = 'AM001'; end if;
  if exists (select from rights.item i where i.request = p_id and not rights.carried_out(i)) then raise exception 'ACT_OUTSTANDING' using errcode = 'AM001'; end if;
  return query select q.asked_for, q.received_at, q.key_id, coalesce((select jsonb_agg(jsonb_build_object('record', i.record, 'subject', i.subject, 'kind', i.kind, 'originator', i.originator,
      'list', i.list, 'ref', i.ref, 'decision', i.decision, 'ground', i.ground, 'silent', i.silent, 'keptBack', i.kept_back,
      'holders', case when i.originator = c.agency then rights.holders(i.record) else '[]' end) order by i.record, i.subject)
    from rights.item i where i.request = p_id), '[]');
end $$;

create or replace function rights.answer(p_caller jsonb, p_id uuid, p_answer bytea, p_withheld bytea, p_records uuid[], p_masks int[]) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); q rights.request := rights.in_hand(c, p_id); r uuid;
begin
  update rights.request o set answered_at = greatest(now(), o.filed_at), answer = p_answer, withheld = p_withheld where o.id = p_id;
  perform approvals.lift_deadline(c.agency, m.matter, p_id) from (values ('subject-request'), ('subject-request-extended')) as m (matter);
  for r in select distinct i.record from rights.item i where i.request = p_id order by 1 loop
    perform approvals.lift_deadline(c.agency, 'subject-request-act', r);
  end loop;
  perform jobs.put('rights.forget', p_id, now() + ${KEPT});
  perform audit.append(c, 'answer-subject-request', null, p_id || p_records, 0 || p_masks);
end $$;
`;

/** What was filed, the reasons, the answer and what was kept from it go; the worker shreds their key and proves it (libs/retention). What was decided stays, in codes. */
const FORGET = `
create or replace function rights.forget(p_id uuid) returns void language plpgsql security definer as $$
declare q rights.request;
begin
  select * into q from rights.request r where r.id = p_id and r.answered_at is not null and r.forgotten_at is null for update;
  if q.id is null then return; end if;
  if now() < q.answered_at + ${KEPT} then perform jobs.put('rights.forget', p_id, q.answered_at + ${KEPT}); return; end if;
  update rights.request r set filed = null, answer = null, withheld = null, forgotten_at = now() where r.id = p_id;
  update rights.item i set reason = null where i.request = p_id;
  insert into retention.erasure (agency, record_id, subject, kind, reason, legal_basis, keys)
  values (q.agency, q.id, '00000000-0000-0000-0000-000000000000', 'subject-request', 'time-limit', 'LED-5', array[q.key_id]) on conflict do nothing;
end $$;
`;

export const ANSWERING = [HOLDERS, BEGIN, FORGET];
