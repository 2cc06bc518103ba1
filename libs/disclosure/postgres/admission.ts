/**
 * Who asks, as the directory knows it. What a session claims of a caller is narrowed to what its client
 * is enrolled with, so that nothing above PostgreSQL can claim more; then it is the context of row-level
 * security until the transaction ends. A stream is a standing subscription; a topic speaks for its
 * agency, which the broker has proved, and may see no more than the agency's clients together.
 * Raises AM001 with the refusal's code for a client that is not enrolled or another agency's, and where
 * the caller's process asks another rule table than this one.
 */
export const ADMISSION = `
-- Of any record whatever: what the rules show an agency of its own that nothing is held against.
create or replace function disclosure.most_visible(c audit.caller) returns int language sql stable as $$
  select policy_visible_classes(c.agency, '', 0::smallint, '{}', '{}', c.purpose_bits, 0, '{}', false, 'active', 'infinity', true, '',
    c.agency, '', '', c.purpose_bits, 0, c.officer is not null, now()) $$;

-- Hash of the rule table by which everything is decided here.
create or replace function disclosure.rules_in_force() returns text language sql stable security definer as $$ select policy_hash() $$;

create or replace function disclosure.admit(p_caller jsonb) returns audit.caller language plpgsql security definer as $$
declare c audit.caller := jsonb_populate_record(null::audit.caller, p_caller); bit int := policy_purpose_bit(c.purpose);
        e_agency text; e_roles text[] := '{}'; e_task_forces text[]; e_classes int; e_purposes int; e_clearance int;
begin
  if c.policy <> policy_hash() then raise exception 'UNAVAILABLE' using errcode = 'AM001'; end if;
  if c.client = 'topic' then
    c.officer := null;
    e_roles := '{officer}';
    select a.code, bit_or(e.classes), bit_or(e.purposes), max(e.clearance) into e_agency, e_classes, e_purposes, e_clearance
    from directory.agency a left join directory.client e on e.agency = a.code where a.code = c.agency group by a.code;
  elsif c.client like 'stream:%' then
    c.officer := null;
    select s.agency, s.classes, policy_purpose_bit(s.purpose),
      (select max(e.clearance) from directory.client e where e.agency = s.agency and e.purposes & bit <> 0)
    into e_agency, e_classes, e_purposes, e_clearance
    from directory.stream s where s.agency = c.agency and s.name = substr(c.client, 8) and s.expires_at > now();
  else
    select coalesce(e.agency, 'operator'), e.roles, e.classes, e.purposes, e.clearance into e_agency, e_roles, e_classes, e_purposes, e_clearance
    from directory.client e where e.id = c.client;
  end if;
  if e_agency is distinct from c.agency then raise exception 'UNAUTHENTICATED' using errcode = 'AM001'; end if;
  c.policy := policy_hash();
  if cardinality(c.audiences) > 1 then
    e_task_forces := array(select m.task_force from directory.membership m join directory.task_force t on t.code = m.task_force
      where m.agency = c.agency and m.task_force = any (c.audiences) and m.since <= now() and (m.until is null or m.until > now()) and t.expires_at > now());
  end if;
  c.audiences := case when c.agency = 'operator' then '{}' else array[c.agency] end;
  if not coalesce(c.roles <@ e_roles, false) then c.roles := e_roles; end if;
  c.purpose_bits := coalesce(bit & e_purposes, 0);
  c.classes := coalesce(c.classes & e_classes, 0);
  c.clearance := coalesce(least(c.clearance, e_clearance), -1);
  perform set_config('amanat.agency', c.agency, true),
          set_config('amanat.operator', ('operator' = any (c.roles))::text, true),
          set_config('amanat.record', '', true),
          set_config('amanat.purpose', c.purpose_bits::text, true),
          set_config('amanat.clearance', c.clearance::text, true),
          set_config('amanat.standing', c.classes::text, true),
          set_config('amanat.task_forces', coalesce(array_to_string(e_task_forces, ','), ''), true),
          set_config('amanat.officer', (c.officer is not null)::text, true),
          set_config('amanat.wanted', coalesce(c.wanted, -1)::text, true),
          set_config('amanat.classes', (c.classes & disclosure.most_visible(c))::text, true);
  return c;
end $$;
`;
