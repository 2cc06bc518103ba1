import { ALL_TOLD } from '../model/told.js';

/** Whether the agency that a record came from has agreed that this be told, or done, of this person: asked and answered inside the hub. */
const LEAVE = `
create or replace function rights.has_leave(c audit.caller, i rights.item, p_decision text) returns boolean language sql stable as $$
  select i.originator = c.agency or exists (select from approvals.request a where a.procedure = 'subject-request' and a.asked_by = c.agency and a.answered_by = i.originator and a.record = i.record
    and a.state = 'agreed' and a.terms ->> 'request' = i.request::text and a.terms ->> 'list' = i.list and a.terms ->> 'ref' = i.ref
    and a.terms ->> 'act' = case when p_decision = 'withhold' then 'give' else p_decision end)
$$;

-- Whether what was granted is done: the hub erases by itself, an officer of the agency puts right and restricts; what another agency agreed to is its own to have done.
create or replace function rights.carried_out(i rights.item) returns boolean language sql stable as $$
  select i.decision not in ('rectify', 'restrict') or i.originator <> i.agency or exists (select from recalls.recall q
    where q.record_id = i.record and q.originator = i.agency and q.opened_at >= date_trunc('milliseconds', i.decided_at)
      and q.act in ('erased', case i.decision when 'rectify' then 'rectified' else 'restricted' end))
$$;
`;

/** Of each record by itself, and again until the request is answered; what was erased stays so. */
const DECIDE = `
create or replace function rights.decide(p_caller jsonb, p_id uuid, p_record uuid, p_list text, p_ref text, p_decision jsonb, p_reason bytea) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); q rights.request := rights.in_hand(c, p_id); i rights.item; d rights.item := jsonb_populate_record(null::rights.item, p_decision);
begin
  if q.collected_at is null then raise exception 'SUBJECT_REQUEST_NOT_COLLECTED' using errcode = 'AM001'; end if;
  select * into i from rights.item o where o.request = p_id and o.record = p_record and o.list = p_list and o.ref = p_ref for update;
  if i.request is null then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if not (d.decision = any (case q.asked_for when 'access' then '{give,withhold,not-the-person}'::text[] when 'rectification' then '{rectify,restrict,refuse,not-the-person}' else '{erase,restrict,refuse,not-the-person}' end))
    or (i.carried_out_at is not null and d.decision <> i.decision) then
    raise exception 'DECISION_NOT_FITTING' using errcode = 'AM001';
  end if;
  if (d.decision in ('give', 'rectify', 'erase', 'restrict') or (d.decision = 'withhold' and d.kept_back & ${ALL_TOLD} <> ${ALL_TOLD})) and not rights.has_leave(c, i, d.decision) then
    raise exception 'ORIGINATOR_ANSWER_REQUIRED' using errcode = 'AM001';
  end if;
  if d.decision = 'erase' and i.originator = c.agency and i.carried_out_at is null then
    if exists (select from records.record r where r.id = i.record and r.held_until > now()) then raise exception 'RECORD_HELD' using errcode = 'AM001'; end if;
    perform retention.wipe_person(c, i.record, i.subject, i.list, i.ref, 'data-subject');
  end if;
  if d.decision in ('rectify', 'restrict') and i.originator = c.agency then
    perform approvals.lay_deadline(c.agency, delivery.named_id(concat_ws('/', p_id, p_record, 'act')), 'subject-request-act', p_record, least(q.received_at, now()), q.due_at - interval '2 days', q.due_at);
  end if;
  update rights.item o set decision = d.decision, ground = d.ground, silent = coalesce(d.silent, false), kept_back = d.kept_back, reason = p_reason,
    decided_at = greatest(now(), q.filed_at), decided_by = c.officer, carried_out_at = case when d.decision = 'erase' then coalesce(o.carried_out_at, now()) end
  where o.request = p_id and o.record = p_record and o.subject = i.subject;
  perform audit.append(c, 'decide-for-subject', i.kind, array[p_record], array[0]);
end $$;
`;

/** What follows for the originator once it has agreed that its record be changed, in the transaction of its answer. */
const CARRY_OUT = `
create or replace function rights.carry_out(p_caller jsonb, p_approval uuid) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); a approvals.request; wanted text;
begin
  select * into a from approvals.request r where r.id = p_approval and r.procedure = 'subject-request' and r.answered_by = c.agency and r.state = 'agreed';
  wanted := a.terms ->> 'act';
  if a.id is null or not exists (select from records.record r where r.id = a.record and r.originator = c.agency and r.state <> 'erased') then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if wanted = 'erase' then
    if exists (select from records.record r where r.id = a.record and r.held_until > now()) then raise exception 'RECORD_HELD' using errcode = 'AM001'; end if;
    perform retention.wipe_person(c, a.record, (a.terms ->> 'subject')::uuid, a.terms ->> 'list', a.terms ->> 'ref', 'data-subject');
  elsif wanted in ('rectify', 'restrict') and not exists (select from recalls.recall q where q.record_id = a.record and q.originator = c.agency
      and q.opened_at >= date_trunc('milliseconds', a.asked_at) and q.act = case wanted when 'rectify' then 'rectified' else 'restricted' end) then
    raise exception 'ACT_OUTSTANDING' using errcode = 'AM001';
  end if;
  perform audit.append(c, 'carry-out-for-subject', null, array[a.record], array[0]);
end $$;
`;

export const DECIDING = [LEAVE, DECIDE, CARRY_OUT];
