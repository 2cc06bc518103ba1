/**
 * The data-protection officer reads of its own agency, the supervisor of any that it names (LED art. 17, 47): then it
 * looks with that agency's eyes at its requests alone, and the agency has a line of it.
 */
const READ_AS = `
create or replace function rights.read_as(c audit.caller, p_agency text) returns audit.caller language plpgsql as $$
begin
  if coalesce(p_agency, c.agency) = c.agency and 'data-protection-officer' = any (c.roles) then return c; end if;
  if p_agency is null or c.agency <> 'operator' or not coalesce('supervisor' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.agency', p_agency, true);
  c.agency := p_agency;
  if exists (select from rights.request r where r.agency = p_agency) then perform audit.append(c, 'supervise-subject-requests', null, '{}', '{}'); end if;
  return c;
end $$;

create or replace function rights.state_of(q rights.request) returns text language sql stable as $$
  select case when q.answered_at is not null then 'answered' when q.collected_at is not null then 'collected' else 'received' end
$$;
`;

const COLUMNS = 'id uuid, agency text, asked_for text, ground text, state text, overdue boolean, received_at timestamptz, identity_check text, filed_at timestamptz, filed_by text, due_at timestamptz, extended_at timestamptz, extended_for text, collected_at timestamptz, answered_at timestamptz, verified_at timestamptz, verified_outcome text, forgotten_at timestamptz';
const OF = `q.id, q.agency, q.asked_for, q.ground, rights.state_of(q), q.answered_at is null and now() >= q.due_at, q.received_at, q.identity_check, q.filed_at,
    case when q.agency = asker then q.filed_by end, q.due_at, q.extended_at, q.extended_for, q.collected_at, q.answered_at, q.verified_at, q.verified_outcome, q.forgotten_at`;

/** Newest first. */
const LIST = `
create or replace function rights.requests(p_caller jsonb, p_agency text, p_state text, p_after timestamptz, p_after_id uuid, p_limit int)
returns table (${COLUMNS}) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); asker text := c.agency;
begin
  c := rights.read_as(c, p_agency);
  return query select ${OF} from rights.request q
    where q.agency = c.agency and (p_state is null or rights.state_of(q) = p_state) and (p_after is null or (q.filed_at, q.id) < (p_after, p_after_id))
    order by q.filed_at desc, q.id desc limit p_limit;
end $$;
`;

/**
 * With its records, and what is sealed: the process opens of it what the reader may know. What was kept from the answer
 * is the supervisor's alone. `p_opened`: the reader is shown who the person is, and a line names request, records and classes.
 */
const ONE = `
create or replace function rights.request_of(p_caller jsonb, p_agency text, p_id uuid, p_opened boolean)
returns table (${COLUMNS}, key_id uuid, place uuid, filed text, answer text, withheld text, items jsonb) language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); asker text := c.agency; ids uuid[]; masks int[];
begin
  c := rights.read_as(c, p_agency);
  return query select ${OF}, q.key_id, q.place, encode(q.filed, 'base64'), encode(q.answer, 'base64'), case when asker <> q.agency then encode(q.withheld, 'base64') end,
      coalesce((select jsonb_agg(jsonb_build_object('record', i.record, 'subject', i.subject, 'kind', i.kind, 'originator', i.originator, 'list', i.list, 'ref', i.ref, 'matchedBy', i.matched_by,
        'decision', i.decision, 'ground', i.ground, 'silent', i.silent, 'keptBack', i.kept_back, 'reason', encode(i.reason, 'base64'), 'decidedAt', i.decided_at,
        'decidedBy', case when asker = q.agency then i.decided_by end, 'done', i.decision is not null and rights.carried_out(i)) order by i.record, i.subject)
      from rights.item i where i.request = q.id), '[]')
    from rights.request q where q.agency = c.agency and q.id = p_id;
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if p_opened then
    select array_agg(i.record order by i.record, i.subject), array_agg(i.classes order by i.record, i.subject) into ids, masks from rights.item i where i.request = p_id and i.decision in ('give', 'withhold');
    perform audit.append(c, 'open-subject-request', null, p_id || ids, 0 || masks);
  end if;
end $$;

-- That the supervisor has verified is told to the person in the same words whatever it found; the agency sees what it found.
create or replace function rights.verify(p_caller jsonb, p_agency text, p_id uuid, p_outcome text) returns timestamptz language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); q rights.request;
begin
  if not coalesce('supervisor' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  c := rights.read_as(c, p_agency);
  update rights.request r set verified_at = case when r.verified_outcome = p_outcome then r.verified_at else greatest(now(), r.filed_at) end, verified_outcome = p_outcome
  where r.agency = c.agency and r.id = p_id returning * into q;
  if q.id is null then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  perform audit.append(c, 'verify-subject-request', null, array[p_id], array[0]);
  return q.verified_at;
end $$;
`;

export const READING = [READ_AS, LIST, ONE];
