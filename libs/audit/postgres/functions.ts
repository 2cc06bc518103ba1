/**
 * A ledger that is not sealed any more takes no line, so nothing is answered: one row is looked at,
 * whatever process asks, and no process has to be told.
 */
const STUCK = `
create or replace function audit.stuck() returns boolean language sql stable security definer as $$
  select sealed_at < clock_timestamp() - bound from audit.standing
$$;
`;

/**
 * `audit.append` writes one line in the transaction it is called in. `masks[i]` is what was
 * disclosed of `records[i]`: 0 for one that was asked for and not shown. `entries`: of a delivery,
 * the ids of the events rendered.
 */
const APPEND = `
create or replace function audit.append(c audit.caller, p_action text, p_kind text, p_records uuid[], p_masks int[])
returns void language plpgsql as $$
begin
  if audit.stuck() then raise exception 'LEDGER_STUCK' using errcode = 'AM003'; end if;
  insert into audit.ledger (agency, client, officer, action, kind, records, masks, purpose, legal_basis, case_reference, operation_id, policy, entries)
  values (c.agency, c.client, c.officer, p_action, p_kind, coalesce(p_records, '{}'), coalesce(p_masks, '{}'),
          c.purpose, c.legal_basis, c.case_reference, c.operation_id, c.policy, c.entries);
end $$;

-- The line of an answer that holds no record.
create or replace function audit.note(p_caller jsonb, p_action text, p_kind text) returns void language plpgsql security definer as $$
begin
  perform audit.append(disclosure.admit(p_caller), p_action, p_kind, '{}', '{}');
end $$;
`;

/**
 * A line as RFC 8785 writes it: what is hashed, and what an agency is given. Neither `seq` nor
 * `xid` stands in it: they count what all agencies do.
 */
const CANONICAL = `
create or replace function audit.texts(p_values uuid[]) returns text language sql immutable as $$
  select case when cardinality(p_values) > 0 then '["' || array_to_string(p_values, '","') || '"]' else '[]' end
$$;

create or replace function audit.canonical(l audit.ledger) returns text language sql stable as $$
  select concat('{"action":', to_json(l.action), ',"agency":', to_json(l.agency),
    ',"at":"', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    '","caseReference":', coalesce(to_json(l.case_reference)::text, 'null'), ',"client":', to_json(l.client),
    ',"entries":', case when l.entries is null then 'null' else audit.texts(l.entries) end,
    ',"kind":', coalesce(to_json(l.kind)::text, 'null'), ',"legalBasis":', to_json(l.legal_basis),
    ',"masks":[', array_to_string(l.masks, ','), '],"officer":', coalesce(to_json(l.officer)::text, 'null'),
    ',"operation":"', l.operation_id, '","policy":', to_json(l.policy), ',"purpose":', to_json(l.purpose),
    ',"records":', audit.texts(l.records), '}')
$$;

create or replace function audit.leaf(l audit.ledger) returns bytea language sql stable as $$
  select sha256('\\x00'::bytea || convert_to(audit.canonical(l), 'UTF8'))
$$;
`;

export const AUDIT_FUNCTIONS = [STUCK + CANONICAL + APPEND];
