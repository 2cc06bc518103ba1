import { ACTS } from '../model/acts.js';

const TERMS = Object.entries(ACTS).map(([act, { answerWithin, remindAfter, outcomes }]) => `('${act}', interval '${answerWithin} hours', interval '${remindAfter} hours', '{${outcomes.join(',')}}'::text[])`);

/**
 * Called by the functions of the acts, in their own transaction, as the role that acts, while the record is still
 * there. Nobody is looked for here: whoever holds a copy is told by the watch, so that neither writer nor reader waits.
 */
export const OPENING = `
create or replace function recalls.terms() returns table (act text, answer interval, reminder interval, outcomes text[]) language sql immutable as $$
  values ${TERMS.join(',\n    ')}
$$;

-- Its id follows from the operation, which nobody else knows: from it nothing can be reckoned of the record's versions.
create or replace function recalls.open(c audit.caller, p_record uuid, p_kind text, p_act text, p_version int,
  p_changed int default -1, p_ground text default null, p_agencies text[] default null) returns uuid language plpgsql as $$
declare opened uuid := delivery.named_id(concat_ws('/', coalesce(c.operation_id, gen_random_uuid()), p_record, p_act, p_version, p_agencies));
begin
  insert into recalls.recall (id, record_id, kind, originator, act, version, changed, ground, tlp, agencies)
  select opened, p_record, p_kind, r.originator, p_act, p_version, p_changed, p_ground, r.tlp, p_agencies from records.record r where r.id = p_record;
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  return opened;
end $$;

-- A restriction ends: nothing is asked for any more. What was set right meanwhile is told now, to those who see it
-- again; whoever may see nothing of the record any more has to let go of what it kept unused.
create or replace function recalls.lift(c audit.caller, p_record uuid, p_kind text, p_version int) returns void language plpgsql as $$
declare lifted uuid[]; since timestamptz; lost text[];
begin
  with now_lifted as (update recalls.recall set lifted_at = now() where record_id = p_record and act = 'restricted' and lifted_at is null returning id, opened_at)
  select array_agg(id), min(opened_at) into lifted, since from now_lifted;
  update recalls.holder set ended_at = now() where recall = any (lifted) and confirmed_at is null and ended_at is null;
  update recalls.recall set gathered = false where record_id = p_record and act = 'rectified' and opened_at >= since;
  select array_agg(distinct h.agency) into lost from recalls.holder h
    where h.recall = any (lifted) and not exists (select from records.record_audience a where a.record_id = p_record and a.audience = h.agency);
  if lost is not null then perform recalls.open(c, p_record, p_kind, 'withdrawn', p_version, p_agencies => lost); end if;
end $$;
`;
