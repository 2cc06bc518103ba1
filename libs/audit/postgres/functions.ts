/**
 * `audit.append` writes one line in the transaction it is called in. `masks[i]` is what was
 * disclosed of `records[i]`: 0 for one that was asked for and not shown.
 */
export const AUDIT_FUNCTIONS = `
create or replace function audit.append(c audit.caller, p_action text, p_kind text, p_records uuid[], p_masks int[])
returns void language plpgsql as $$
begin
  insert into audit.ledger (agency, client, officer, action, kind, records, masks, purpose, legal_basis, case_reference, operation_id, policy)
  values (c.agency, c.client, c.officer, p_action, p_kind, coalesce(p_records, '{}'), coalesce(p_masks, '{}'),
          c.purpose, c.legal_basis, c.case_reference, c.operation_id, c.policy);
end $$;
`;
