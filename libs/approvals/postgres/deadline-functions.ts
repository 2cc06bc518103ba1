import { CUSTODY } from '../model/custody.js';

/**
 * Things that are due: set and ended in the transaction of the act that they follow from. Set again, a deadline stays
 * as it was: what is due is not put off by asking twice. Open requests are deadlines of whoever must answer them.
 */
export const DEADLINES = `
-- For functions of other rooms, in their own transaction: what follows for an agency from what another did as well. Whether it is new.
create or replace function approvals.lay_deadline(p_agency text, p_id uuid, p_matter text, p_subject uuid, p_begun timestamptz, p_remind timestamptz, p_due timestamptz)
returns boolean language plpgsql security definer as $$
begin
  if not (p_begun <= now() and p_begun <= p_remind and p_remind < p_due) then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
  insert into approvals.deadline (id, agency, matter, subject, begun_at, remind_at, due_at) values (p_id, p_agency, p_matter, p_subject, p_begun, p_remind, p_due)
  on conflict (agency, matter, subject) do nothing;
  if not found then return false; end if;
  perform jobs.put('approvals.attend_deadline', p_id, p_remind);
  return true;
end $$;

create or replace function approvals.lift_deadline(p_agency text, p_matter text, p_subject uuid) returns boolean language plpgsql security definer as $$
declare ended uuid;
begin
  update approvals.deadline d set done_at = greatest(now(), d.begun_at)
  where d.agency = p_agency and d.matter = p_matter and d.subject = p_subject and d.done_at is null returning d.id into ended;
  if ended is not null then perform jobs.cancel('approvals.attend_deadline', ended); end if;
  return ended is not null;
end $$;

create or replace function approvals.begin_deadline(p_caller jsonb, p_id uuid, p_matter text, p_subject uuid, p_begun timestamptz, p_remind timestamptz, p_due timestamptz)
returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if approvals.lay_deadline(c.agency, p_id, p_matter, p_subject, p_begun, p_remind, p_due) then perform audit.append(c, 'begin-deadline', null, array[p_subject], array[0]); end if;
end $$;

create or replace function approvals.end_deadline(p_caller jsonb, p_matter text, p_subject uuid) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller);
begin
  if approvals.lift_deadline(c.agency, p_matter, p_subject) then perform audit.append(c, 'end-deadline', null, array[p_subject], array[0]); end if;
end $$;

create or replace function approvals.attend_deadline(p_id uuid) returns void language plpgsql security definer as $$
declare d approvals.deadline; c audit.caller; came text;
begin
  select * into d from approvals.deadline where id = p_id for update;
  if d.id is null or d.done_at is not null or d.overdue_at is not null then return; end if;
  came := case when now() >= d.due_at then 'overdue' when now() >= d.remind_at and d.reminded_at is null then 'reminded' end;
  update approvals.deadline set overdue_at = case when came = 'overdue' then now() end, reminded_at = case when came = 'reminded' then now() else reminded_at end where id = p_id;
  if came is not null then
    c := jsonb_populate_record(null::audit.caller, jsonb_build_object('agency', d.agency, 'client', 'approvals', 'purpose', 'keeping-deadlines',
      'legal_basis', 'LED-29', 'case_reference', d.matter, 'operation_id', d.id, 'policy', policy_hash()));
    perform audit.append(c, 'deadline-' || came, null, array[d.subject], array[0]);
    perform delivery.write_to(d.agency, delivery.named_id(concat_ws('/', d.id, came)), 'deadline.' || came || '.v1', d.id,
      jsonb_build_object('deadline', d.id, 'matter', d.matter, 'subject', d.subject, 'dueAt', to_char(d.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
  end if;
  if came is distinct from 'overdue' then perform jobs.put('approvals.attend_deadline', p_id, case when now() < d.remind_at then d.remind_at else d.due_at end); end if;
end $$;

create or replace function approvals.deadlines(p_caller jsonb, p_limit int)
returns table (id uuid, matter text, subject uuid, begun_at timestamptz, due_at timestamptz, reminded boolean, overdue boolean, done_at timestamptz)
language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  if c.classes & ${CUSTODY} = 0 then return; end if;
  return query select * from (
    select d.id, d.matter, d.subject, d.begun_at, d.due_at, d.reminded_at is not null, d.done_at is null and now() >= d.due_at, d.done_at from approvals.deadline d where d.agency = c.agency
    union all
    select r.id, r.procedure, r.record, r.asked_at, r.expires_at, r.reminded > 0, r.state = 'expired' or (r.state = 'open' and now() >= r.expires_at),
      case when r.state <> 'expired' then r.closed_at end from approvals.request r where r.answered_by = c.agency and approvals.may_know(c, r)) d (id, matter, subject, begun_at, due_at, reminded, overdue, done_at)
  order by d.done_at is not null, d.due_at, d.id limit p_limit;
end $$;
`;
