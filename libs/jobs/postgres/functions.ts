/**
 * The library's tables are its runner's and, through the functions below, the keeper's; the hub's session reaches
 * neither. Its row-level security is forced, as everywhere, so its owner has a policy too.
 */
const RIGHTS = `
do $$ declare t regclass; begin
  for t in select c.oid::regclass from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('drop policy if exists runner on %s', t);
    execute format('create policy runner on %s to amanat_jobs, amanat_keeper, %I using (true) with check (true)', t, current_user);
    execute format('grant select, insert, update, delete on %s to amanat_jobs', t);
  end loop;
end $$;
-- The library's view of waiting jobs shows to whoever looks what the tables would.
alter view graphile_worker.jobs set (security_invoker = true);
revoke all on all functions in schema graphile_worker from public;
grant usage on schema graphile_worker to amanat_jobs, amanat_keeper;
grant execute on all functions in schema graphile_worker to amanat_jobs, amanat_keeper;
grant select, insert, update, delete on graphile_worker._private_jobs, graphile_worker._private_tasks, graphile_worker._private_job_queues to amanat_keeper;
`;

/**
 * Called by other rooms' functions, in their transaction: a job is kept with what it is for, or not at all. It is the
 * name of a function of SQL and an id, and there is one at most for both. Whatever it is to do is looked up when it is due.
 */
const PUT = `
create or replace function jobs.put(p_function text, p_id uuid, p_at timestamptz) returns void language plpgsql security definer as $$
begin
  perform graphile_worker.add_job(p_function, json_build_object('id', p_id), run_at => p_at, job_key => p_function || '/' || p_id);
end $$;

create or replace function jobs.cancel(p_function text, p_id uuid) returns void language plpgsql security definer as $$
begin
  perform graphile_worker.remove_job(p_function || '/' || p_id);
end $$;
`;

/** What a runner that died had in hand is free again after a minute, and not after the library's four hours: no job takes a second. */
const RELEASE = `
create or replace function jobs.release() returns void language plpgsql security definer as $$
declare gone text[] := array(select distinct j.locked_by from graphile_worker._private_jobs j where j.locked_at < now() - interval '1 minute');
begin
  if cardinality(gone) > 0 then perform graphile_worker.force_unlock_workers(gone); end if;
end $$;
`;

const OWNERSHIP = `
grant create on schema jobs to amanat_keeper;
revoke all on all functions in schema jobs from public;
alter function jobs.put(text, uuid, timestamptz) owner to amanat_keeper;
alter function jobs.cancel(text, uuid) owner to amanat_keeper;
alter function jobs.release() owner to amanat_keeper;
grant execute on function jobs.put(text, uuid, timestamptz), jobs.cancel(text, uuid) to amanat_store;
grant execute on function jobs.release() to amanat_jobs;
revoke create on schema jobs from amanat_keeper;
`;

export const JOB_FUNCTIONS = [RIGHTS, PUT, RELEASE, OWNERSHIP];
