/** Who files, decides and answers: an officer of the agency whose client is its data-protection officer's. */
const OFFICER = `
create or replace function rights.expect_officer(c audit.caller) returns void language plpgsql as $$
begin
  if c.officer is null or not coalesce('data-protection-officer' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
end $$;

-- A request of the caller's own agency that is not answered, locked; whoever else asks finds none.
create or replace function rights.in_hand(c audit.caller, p_id uuid) returns rights.request language plpgsql as $$
declare q rights.request;
begin
  perform rights.expect_officer(c);
  select * into q from rights.request r where r.id = p_id and r.agency = c.agency for update;
  if q.id is null then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if q.answered_at is not null then raise exception 'SUBJECT_REQUEST_ANSWERED' using errcode = 'AM001'; end if;
  return q;
end $$;
`;

/** Kept together with its deadline and its line. The same again is a duplicate, another content under the key a conflict. */
const FILE = `
create or replace function rights.file(p_caller jsonb, p_key text, p_content bytea, p_request jsonb, p_filed bytea)
returns table (id uuid, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); g rights.request := jsonb_populate_record(null::rights.request, p_request); q rights.request;
begin
  perform rights.expect_officer(c);
  insert into rights.request (id, agency, key, content, asked_for, ground, received_at, identity_check, filed_at, filed_by, due_at, key_id, filed)
  values (g.id, c.agency, p_key, p_content, g.asked_for, g.ground, g.received_at, g.identity_check, now(), c.officer, g.received_at + (p_request ->> 'within')::interval, g.key_id, p_filed)
  on conflict (agency, key) do nothing returning * into q;
  if q.id is null then
    select * into q from rights.request r where r.agency = c.agency and r.key = p_key;
    if q.content <> p_content then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
    return query select q.id, true;
    return;
  end if;
  perform approvals.lay_deadline(c.agency, q.id, 'subject-request', q.id, q.received_at, q.due_at - (p_request ->> 'remind')::interval, q.due_at);
  perform audit.append(c, 'file-subject-request', null, array[q.id], array[0]);
  return query select q.id, false;
end $$;
`;

/** Once, before it is due, and where the law that binds the agency allows it. */
const EXTEND = `
create or replace function rights.extend(p_caller jsonb, p_id uuid, p_reason text, p_by interval, p_remind interval) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); q rights.request := rights.in_hand(c, p_id);
begin
  if q.extended_for = p_reason then return; end if;
  if q.extended_at is not null or p_by is null or now() >= q.due_at then raise exception 'DEADLINE_NOT_EXTENDABLE' using errcode = 'AM001'; end if;
  update rights.request r set extended_at = greatest(now(), r.filed_at), extended_for = p_reason, due_at = r.due_at + p_by where r.id = p_id returning * into q;
  perform approvals.lift_deadline(c.agency, 'subject-request', p_id);
  perform approvals.lay_deadline(c.agency, delivery.named_id(concat_ws('/', p_id, 'extended')), 'subject-request-extended', p_id, q.received_at, q.due_at - p_remind, q.due_at);
  perform audit.append(c, 'extend-subject-request', null, array[p_id], array[0]);
end $$;
`;

export const FILING = [OFFICER, FILE, EXTEND];
