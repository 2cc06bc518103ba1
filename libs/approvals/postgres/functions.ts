import { ownedAndCalled } from '#libs/postgres';
import { CUSTODY } from '../model/custody.js';
import { ATTEND } from './attend-functions.js';
import { DEADLINES } from './deadline-functions.js';

/** A step is never earlier than the one before it, whatever the clock does. */
const STEPS = `
create or replace function approvals.add_step(p_request uuid, p_step text, p_agency text, p_officer text, p_reason text, p_delegate text) returns void language sql as $$
  insert into approvals.step (request, nth, at, step, agency, officer, reason, delegate)
  select p_request, coalesce(max(s.nth), 0) + 1, greatest(now(), max(s.at)), p_step, p_agency, p_officer, p_reason, p_delegate
  from approvals.step s where s.request = p_request
$$;

create or replace function approvals.next_moment(r approvals.request) returns timestamptz language sql immutable as $$
  select least(r.remind_at[r.reminded + 1], case when r.escalated then null else r.escalate_at end, r.expires_at)
$$;

-- Whoever is to know it, on its topic of approvals. Ids of events follow from what they tell.
create or replace function approvals.tell(r approvals.request, p_step text, p_parties text[]) returns void language plpgsql as $$
declare party text; nth int;
begin
  select count(*) into nth from approvals.step s where s.request = r.id;
  for party in select distinct unnest(p_parties) order by 1 loop
    perform delivery.write_to(party, delivery.named_id(concat_ws('/', r.id, p_step, nth, party)), 'approval.' || p_step || '.v1', r.id,
      jsonb_build_object('request', r.id, 'procedure', r.procedure, 'record', r.record, 'askedBy', r.asked_by, 'answeredBy', r.answered_by, 'state', r.state,
        'expiresAt', to_char(r.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
  end loop;
end $$;

create or replace function approvals.takes_part(c audit.caller) returns boolean language sql immutable as $$
  select c.officer is not null and c.classes & ${CUSTODY} <> 0
$$;

-- A request names its record: a client knows of those about records up to its clearance, whoever protects the agency's data of all.
-- Of a record that is not there for the agency any more what held when it was asked; what is no record has no TLP.
create or replace function approvals.may_know(c audit.caller, q approvals.request) returns boolean language sql stable as $$
  select c.roles @> '{data-protection-officer}' or c.clearance >= coalesce((select r.tlp from records.record r where r.id = q.record), q.tlp, -1)
$$;
`;

/** Kept together with its first step, the job that watches over it, and the asker's line. The same again is a duplicate, another content under the key a conflict. */
const ASK = `
create or replace function approvals.ask(p_caller jsonb, p_key text, p_content bytea, p_asks text, p_request jsonb)
returns table (id uuid, state text, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); r approvals.request := jsonb_populate_record(null::approvals.request, p_request); former approvals.request;
begin
  if not (approvals.takes_part(c) and p_asks = any (c.roles)) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  insert into approvals.request (id, procedure, asked_by, asked_officer, key, content, answered_by, record, terms, answers, needed, delegation,
    tlp, asked_at, remind_at, escalate_at, escalate_to, expires_at)
  values (r.id, r.procedure, c.agency, c.officer, p_key, p_content, r.answered_by, r.record, r.terms, r.answers, r.needed, r.delegation,
    (select o.tlp from records.record o where o.id = r.record), now(),
    array(select now() + h.hours::int * interval '1 hour' from jsonb_array_elements_text(p_request -> 'remindsAfter') with ordinality as h (hours, place) order by h.place),
    now() + (p_request ->> 'escalatesAfter')::int * interval '1 hour', r.escalate_to, now() + (p_request ->> 'expiresAfter')::int * interval '1 hour')
  on conflict (asked_by, key) do nothing returning * into r;
  if not found then
    select * into former from approvals.request q where q.asked_by = c.agency and q.key = p_key;
    if former.content <> p_content then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
    return query select former.id, former.state, true;
    return;
  end if;
  perform approvals.add_step(r.id, 'asked', c.agency, c.officer, null, null);
  perform approvals.tell(r, 'asked', array[r.answered_by]);
  perform jobs.put('approvals.attend', r.id, approvals.next_moment(r));
  perform audit.append(c, 'ask-approval', null, array[r.record], array[0]);
  return query select r.id, r.state, false;
end $$;
`;

/** The request in hand, for an officer of the agency that answers; whoever else asks finds none. */
const IN_HAND = `
create or replace function approvals.in_hand(c audit.caller, p_id uuid) returns approvals.request language plpgsql as $$
declare r approvals.request;
begin
  select * into r from approvals.request q where q.id = p_id and q.answered_by = c.agency for update;
  if not found or not approvals.takes_part(c) or not approvals.may_know(c, r) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if c.agency = r.asked_by and c.officer = r.asked_officer
    or exists (select from approvals.step s where s.request = p_id and s.step = 'delegated' and s.agency = c.agency and s.officer = c.officer) then
    raise exception 'APPROVAL_OWN' using errcode = 'AM001';
  end if;
  if not (r.answers = any (c.roles) or (r.escalated and r.escalate_to = any (c.roles))
    or exists (select from approvals.step s where s.request = p_id and s.step = 'delegated' and s.delegate = c.officer)) then
    raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001';
  end if;
  return r;
end $$;

create or replace function approvals.expect_open(r approvals.request) returns void language plpgsql as $$
begin
  if r.state = 'expired' or (r.state = 'open' and now() >= r.expires_at) then raise exception 'APPROVAL_EXPIRED' using errcode = 'AM001'; end if;
  if r.state <> 'open' then raise exception 'APPROVAL_CLOSED' using errcode = 'AM001'; end if;
end $$;

create or replace function approvals.close(p_id uuid, p_state text) returns void language plpgsql as $$
declare r approvals.request;
begin
  update approvals.request set state = p_state, closed_at = greatest(now(), asked_at) where id = p_id returning * into r;
  perform approvals.tell(r, case when p_state = 'withdrawn' then 'withdrawn' else 'answered' end, array[case when p_state = 'withdrawn' then r.answered_by else r.asked_by end]);
  perform jobs.cancel('approvals.attend', p_id);
end $$;
`;

/** Enough that agree close it, or one who refuses. Whoever says the same again has said it. \`decided\`: by this answer. */
const ANSWER = `
create or replace function approvals.answer(p_caller jsonb, p_id uuid, p_answer text, p_reason text)
returns table (id uuid, procedure text, record uuid, asked_by text, terms jsonb, state text, decided boolean, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); r approvals.request := approvals.in_hand(c, p_id); said text; agreed int; closes text;
begin
  select s.step into said from approvals.step s where s.request = p_id and s.step in ('agreed', 'refused') and s.agency = c.agency and s.officer = c.officer;
  if said = p_answer then
    return query select r.id, r.procedure, r.record, r.asked_by, r.terms, r.state, false, true;
    return;
  end if;
  perform approvals.expect_open(r);
  if said is not null then raise exception 'APPROVAL_CLOSED' using errcode = 'AM001'; end if;
  perform approvals.add_step(p_id, p_answer, c.agency, c.officer, p_reason, null);
  select count(*) into agreed from approvals.step s where s.request = p_id and s.step = 'agreed';
  closes := case when p_answer = 'refused' then 'refused' when agreed >= r.needed then 'agreed' end;
  if closes is not null then perform approvals.close(p_id, closes); end if;
  perform audit.append(c, 'answer-approval', null, array[r.record], array[0]);
  return query select r.id, r.procedure, r.record, r.asked_by, r.terms, coalesce(closes, 'open'), closes is not null, false;
end $$;
`;

/** Who hands the answer to a colleague gives no answer any more, and the colleague hands it to nobody: each pair of eyes is counted once. */
const DELEGATE = `
create or replace function approvals.delegate(p_caller jsonb, p_id uuid, p_officer text)
returns table (id uuid, procedure text, state text, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); r approvals.request;
begin
  if exists (select from approvals.step s join approvals.request q on q.id = s.request and q.answered_by = c.agency
    where s.request = p_id and s.step = 'delegated' and s.officer = c.officer and s.delegate = p_officer) then
    return query select q.id, q.procedure, q.state, true from approvals.request q where q.id = p_id;
    return;
  end if;
  r := approvals.in_hand(c, p_id);
  perform approvals.expect_open(r);
  if p_officer = c.officer or (c.agency = r.asked_by and p_officer = r.asked_officer) then raise exception 'APPROVAL_OWN' using errcode = 'AM001'; end if;
  if not r.delegation or exists (select from approvals.step s where s.request = p_id and (s.step = 'delegated' and c.officer = s.delegate
    or s.step = 'delegated' and p_officer in (s.officer, s.delegate) or s.step = 'agreed' and s.officer in (c.officer, p_officer))) then
    raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001';
  end if;
  perform approvals.add_step(p_id, 'delegated', c.agency, c.officer, null, p_officer);
  perform audit.append(c, 'delegate-approval', null, array[r.record], array[0]);
  return query select r.id, r.procedure, r.state, false;
end $$;

create or replace function approvals.withdraw(p_caller jsonb, p_id uuid)
returns table (id uuid, procedure text, state text, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); r approvals.request;
begin
  select * into r from approvals.request q where q.id = p_id and q.asked_by = c.agency for update;
  if not found or not approvals.takes_part(c) or not approvals.may_know(c, r) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if r.state = 'withdrawn' then return query select r.id, r.procedure, r.state, true; return; end if;
  perform approvals.expect_open(r);
  perform approvals.add_step(p_id, 'withdrawn', c.agency, c.officer, null, null);
  perform approvals.close(p_id, 'withdrawn');
  perform audit.append(c, 'withdraw-approval', null, array[r.record], array[0]);
  return query select r.id, r.procedure, 'withdrawn'::text, false;
end $$;
`;

/** What was agreed to is taken back by whoever may answer it. `decided`: by this. */
const TAKE_BACK = `
create or replace function approvals.take_back(p_caller jsonb, p_id uuid)
returns table (id uuid, procedure text, record uuid, asked_by text, terms jsonb, state text, decided boolean, duplicate boolean) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); r approvals.request;
begin
  select * into r from approvals.request q where q.id = p_id and q.answered_by = c.agency for update;
  if not found or not approvals.takes_part(c) or not approvals.may_know(c, r) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if r.state = 'open' or not (r.answers = any (c.roles) or coalesce(r.escalate_to = any (c.roles), false)) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  if r.state = 'taken-back' then return query select r.id, r.procedure, r.record, r.asked_by, r.terms, r.state, false, true; return; end if;
  if r.state <> 'agreed' then perform approvals.expect_open(r); end if;
  perform approvals.add_step(p_id, 'taken-back', c.agency, c.officer, null, null);
  update approvals.request q set state = 'taken-back' where q.id = p_id returning * into r;
  perform approvals.tell(r, 'taken-back', array[r.asked_by]);
  perform audit.append(c, 'take-back-approval', null, array[r.record], array[0]);
  return query select r.id, r.procedure, r.record, r.asked_by, r.terms, r.state, true, false;
end $$;
`;

/** Of a party, newest first; the other party's officers are its own to know. What was agreed is asked for by id where it is the ground of something further. */
const REQUESTS = `
create or replace function approvals.requests(p_caller jsonb, p_state text, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (id uuid, procedure text, asked_by text, answered_by text, record uuid, terms jsonb, state text, needed smallint,
  asked_at timestamptz, expires_at timestamptz, closed_at timestamptz, steps json) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  if c.classes & ${CUSTODY} = 0 then return; end if;
  return query select r.id, r.procedure, r.asked_by, r.answered_by, r.record, r.terms, r.state, r.needed, r.asked_at, r.expires_at, r.closed_at, (
      select json_agg(json_build_object('at', s.at, 'step', s.step, 'agency', s.agency, 'reason', s.reason,
        'officer', case when s.agency = c.agency then s.officer end, 'delegate', case when s.agency = c.agency then s.delegate end) order by s.nth)
      from approvals.step s where s.request = r.id)
    from approvals.request r
    where c.agency in (r.asked_by, r.answered_by) and approvals.may_know(c, r) and (p_state is null or r.state = p_state) and (p_after is null or (r.asked_at, r.id) < (p_after, p_after_id))
    order by r.asked_at desc, r.id desc limit p_limit;
end $$;

create or replace function approvals.agreed(p_caller jsonb, p_id uuid)
returns table (procedure text, answered_by text, record uuid, terms jsonb, closed_at timestamptz) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  return query select r.procedure, r.answered_by, r.record, r.terms, r.closed_at from approvals.request r where r.id = p_id and r.asked_by = c.agency and r.state = 'agreed';
end $$;
`;

const HUB_MAY = ['ask', 'answer', 'delegate', 'withdraw', 'take_back', 'requests', 'agreed', 'begin_deadline', 'end_deadline', 'deadlines'];

const OWNERSHIP = `
grant create on schema approvals to amanat_store, amanat_keeper;
revoke all on all functions in schema approvals from public;
grant execute on all functions in schema approvals to amanat_store, amanat_keeper;
${ownedAndCalled('approvals', { amanat_store: HUB_MAY })}
alter function approvals.lay_deadline(text, uuid, text, uuid, timestamptz, timestamptz, timestamptz) owner to amanat_keeper;
alter function approvals.lift_deadline(text, text, uuid) owner to amanat_keeper;
alter function approvals.attend(uuid) owner to amanat_keeper;
alter function approvals.attend_deadline(uuid) owner to amanat_keeper;
revoke all on function approvals.attend(uuid), approvals.attend_deadline(uuid) from amanat_store;
grant execute on function approvals.attend(uuid), approvals.attend_deadline(uuid) to amanat_jobs;
revoke create on schema approvals from amanat_store, amanat_keeper;
`;

export const APPROVAL_FUNCTIONS = [STEPS, ASK, IN_HAND, ANSWER, DELEGATE, TAKE_BACK, REQUESTS, ATTEND, DEADLINES, OWNERSHIP];
