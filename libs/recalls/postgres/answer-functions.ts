/** As the holder is shown it, and nobody else. */
export const DUTY_COLUMNS = 'id uuid, record_id uuid, kind text, act text, opened_at timestamptz, changed text[], since timestamptz, deadline_at timestamptz, status text, outcome text, legal_basis text, done_at timestamptz, confirmed_at timestamptz';
const DUTY = `h.recall, h.record_id, h.kind, h.act, h.opened_at, recalls.class_codes(h.changed), h.since, h.deadline_at, recalls.status(h), h.outcome, h.legal_basis, h.done_at, h.confirmed_at`;

const PROTECTS = `'data-protection-officer' = any (c.roles)`;

const STATUS = `
create or replace function recalls.status(h recalls.holder) returns text language sql stable as $$
  select case when h.confirmed_at is not null then 'confirmed' when h.ended_at is not null then 'ended' when h.deadline_at <= now() then 'overdue' else 'open' end
$$;
`;

/** What the caller's agency must still answer, or has answered; a client is told of records up to its own clearance, a data-protection officer of all. */
const DUTIES = `
create or replace function recalls.duties(p_caller jsonb, p_status text, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (${DUTY_COLUMNS}) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  return query select ${DUTY} from recalls.holder h
    where h.agency = c.agency and (p_status is null or recalls.status(h) = p_status) and (h.tlp <= c.clearance or ${PROTECTS})
      and (p_after is null or (h.since, h.recall) < (p_after, p_after_id))
    order by h.since desc, h.recall desc limit p_limit;
end $$;
`;

/** The history of what the caller's agency recalled, with each holder's answer: the originator's alone, and of one record where it is named. */
const MADE = `
create or replace function recalls.made(p_caller jsonb, p_record uuid, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (id uuid, record_id uuid, kind text, act text, ground text, version int, opened_at timestamptz, lifted_at timestamptz, holders jsonb)
language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  return query select q.id, q.record_id, q.kind, q.act, q.ground, q.version, q.opened_at, q.lifted_at,
      (select jsonb_agg(jsonb_build_object('agency', h.agency, 'since', h.since, 'deadline', h.deadline_at, 'status', recalls.status(h), 'outcome', h.outcome,
        'legalBasis', h.legal_basis, 'doneAt', h.done_at, 'confirmedAt', h.confirmed_at, 'alertedAt', h.alerted_at) order by h.agency)
       from recalls.holder h where h.recall = q.id)
    from recalls.recall q
    where q.originator = c.agency and (p_record is null or q.record_id = p_record) and (p_after is null or (q.opened_at, q.id) < (p_after, p_after_id))
      and (${PROTECTS} or exists (select from records.record_audience a where a.record_id = q.record_id)
        or exists (select from recalls.recall e where e.record_id = q.record_id and e.originator = c.agency and e.act = 'erased'))
    order by q.opened_at desc, q.id desc limit p_limit;
  if not found and p_record is not null and p_after is null
    and not exists (select from disclosure.seen s where s.id = p_record and s.originator = c.agency) then
    raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001';
  end if;
end $$;
`;

/** Once: the same again changes nothing, another outcome is refused. Kept with the recall; the originator is who can ask for it. */
const CONFIRM = `
create or replace function recalls.confirm(p_caller jsonb, p_recall uuid, p_outcome text, p_basis text, p_done timestamptz)
returns table (${DUTY_COLUMNS}) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); held recalls.holder;
begin
  if not c.roles && '{officer,data-protection-officer}' then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  select o.* into held from recalls.holder o where o.recall = p_recall and o.agency = c.agency and (o.tlp <= c.clearance or ${PROTECTS}) for update;
  if held.recall is null then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if not exists (select from recalls.terms() t where t.act = held.act and p_outcome = any (t.outcomes)) then raise exception 'OUTCOME_NOT_FITTING' using errcode = 'AM001'; end if;
  if p_done < held.opened_at then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
  if held.confirmed_at is null then
    update recalls.holder o set outcome = p_outcome, legal_basis = p_basis, done_at = p_done, confirmed_at = now(), confirmed_by = c.client
      where o.recall = p_recall and o.agency = c.agency;
    if p_outcome in ('erased', 'nothing-held') then
      update recalls.copy k set let_go_at = now() where k.record_id = held.record_id and k.agency = c.agency;
    end if;
    perform audit.append(c, 'confirm-recall', held.kind, array[held.record_id], array[0]);
  elsif held.outcome <> p_outcome or held.legal_basis is distinct from p_basis then
    raise exception 'CONFIRMATION_CONFLICT' using errcode = 'AM001';
  end if;
  return query select ${DUTY} from recalls.holder h where h.recall = p_recall and h.agency = c.agency;
end $$;
`;

export const ANSWERING = [STATUS, DUTIES, MADE, CONFIRM];
