/**
 * SQL by which functions of a schema act as their owner, and the hub's own role may call them. `functions`: by
 * owning role the names, whatever their arguments. The role must be allowed to create in the schema while this runs.
 */
export function ownedAndCalled(schema: string, functions: Readonly<Record<string, readonly string[]>>): string {
  const perOwner = Object.entries(functions).map(([owner, names]) => `
  for f in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = '${schema}' and p.proname = any ('{${names.join(',')}}') loop
    execute format('alter function %s owner to ${owner}', f);
    execute format('grant execute on function %s to amanat_hub', f);
  end loop;`);
  return `do $$ declare f regprocedure; begin${perOwner.join('')}
end $$;`;
}
