import { ownedAndCalled } from '#libs/postgres';
import { RELABEL_STEPS } from './step-functions.js';

/** One relabelling at a time writes, over all processes; whoever comes second goes on where the first is. */
const LOCK = 7_261_002;

const OPEN = `
create or replace function relabel.open(p_caller jsonb, p_id uuid, p_reasons text[], p_basis jsonb, p_agencies text[], p_task_forces text[])
returns void language plpgsql security definer as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); records_there bigint := 0;
begin
  perform pg_advisory_xact_lock(${LOCK});
  if p_basis ->> 'policy' <> policy_hash() then raise exception 'UNAVAILABLE' using errcode = 'AM001'; end if;
  if exists (select from relabel.job where finished_at is null and round = 1) then return; end if;
  update relabel.job set finished_at = now() where finished_at is null; -- the new one looks at what it still had to
  if cardinality(p_agencies) > 0 then select count(*) into records_there from records.record; end if;
  insert into relabel.job (id, reasons, former, basis, agencies, task_forces, total, finished_at)
  values (p_id, p_reasons, (select basis from relabel.job order by seq desc limit 1), p_basis, p_agencies, p_task_forces, records_there,
    case when records_there = 0 then now() end);
  if records_there > 0 then perform audit.append(c, 'relabel-begun', null, '{}', '{}'); end if;
end $$;

create or replace function relabel.latest() returns jsonb language sql security definer as $$
  select to_jsonb(j) - 'seq' from relabel.job j order by j.seq desc limit 1
$$;
`;

/**
 * One batch, in a transaction of its own. The records' locks are taken in their order and before anything
 * is written, as an amendment takes its own: so that a record's deliveries leave in order.
 */
const BATCH = `
create or replace function relabel.batch(p_caller jsonb, p_id uuid, p_agencies jsonb, p_streams jsonb, p_limit int, p_settled boolean)
returns jsonb language plpgsql security definer set enable_seqscan = off as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); j relabel.job; passed uuid[]; due uuid[]; last uuid;
        was records.record_audience[]; now_is records.record_audience[]; told int := 0; touched int := 0;
begin
  perform pg_advisory_xact_lock(${LOCK});
  if c.policy is distinct from policy_hash() then raise exception 'UNAVAILABLE' using errcode = 'AM001'; end if;
  select * into j from relabel.job where id = p_id;
  if j.finished_at is not null then return to_jsonb(j) - 'seq'; end if;
  if j.round = 2 and (not p_settled or j.settled >= pg_snapshot_xmin(pg_current_snapshot())) then return to_jsonb(j) - 'seq'; end if;
  if j.round = 2 and j.settled is null then
    update relabel.job set settled = pg_current_xact_id() where id = p_id returning * into j;
    return to_jsonb(j) - 'seq';
  end if;
  select array_agg(r.id order by r.id), array_agg(r.id order by r.id) filter (where r.due) into passed, due from (
    select r.id, (j.task_forces is null or r.recipients && j.task_forces)
      and (j.round = 1 or r.changed_at[cardinality(r.changed_at)] > j.started_at - interval '1 minute') as due
    from records.record r where r.id > j.position order by r.id
    limit case when j.task_forces is null and j.round = 1 then p_limit else p_limit * 20 end) r;
  due := coalesce(due[:p_limit], '{}');
  last := case when cardinality(due) = p_limit then due[p_limit] else passed[cardinality(passed)] end;
  perform pg_advisory_xact_lock(hashtextextended(id::text, 0)) from unnest(due) as id;
  if cardinality(due) > 0 then
    select * into was, now_is from relabel.moved(due, j.agencies, p_agencies);
    was := coalesce(was, '{}');
    now_is := coalesce(now_is, '{}');
    told := relabel.announce(p_id, due, was || now_is, p_agencies, p_streams);
    if cardinality(was) + cardinality(now_is) > 0 then
      perform relabel.carry(was, now_is);
      perform relabel.lay(was, now_is);
      touched := relabel.account(c, was, now_is);
    end if;
    perform transfers.renew_further(f.record) from (select distinct record from transfers.further_purpose where record = any (due)) f;
  end if;
  update relabel.job set
    position = case when last is null then '00000000-0000-0000-0000-000000000000' else last end,
    round = case when last is null then 2 else round end,
    walked = walked + case when round = 1 then coalesce(array_position(passed, last), 0) else 0 end,
    changed = changed + touched, announced = announced + told,
    finished_at = case when last is null and round = 2 then now() end
  where id = p_id returning * into j;
  if j.finished_at is not null then perform audit.append(c, 'relabel-ended', null, '{}', '{}'); end if;
  return to_jsonb(j) - 'seq';
end $$;
`;

const HUB_MAY = ['open', 'latest', 'batch'];

const OWNERSHIP = `
revoke all on all functions in schema relabel from public;
grant execute on all functions in schema relabel to amanat_keeper;
grant create on schema relabel to amanat_keeper;
${ownedAndCalled('relabel', { amanat_keeper: HUB_MAY })}
revoke create on schema relabel from amanat_keeper;
`;

export const RELABEL_FUNCTIONS = ['drop function if exists relabel.facets_of(records.record)', ...RELABEL_STEPS, OPEN, BATCH, OWNERSHIP];
