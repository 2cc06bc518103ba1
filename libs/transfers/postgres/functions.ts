import { PURPOSES } from '#libs/contracts';
import { ownedAndCalled } from '#libs/postgres';
import { FURTHER } from './further-functions.js';
import { WIDENING } from './widen-functions.js';

const PURPOSE_BITS = PURPOSES.map(({ bit }) => 1 << bit).join(', ');

/**
 * Every transfer record is entered in the register in the transaction that lays it down, by whichever way it came: an
 * originator's document, an approval, or a transfer recorded by itself. `classes`: what the recipient may be shown by
 * it once it is addressed, for all purposes together. Records without transfers, nearly all, do not come here.
 */
const DOCUMENT = `
create or replace function transfers.document() returns trigger language plpgsql security definer as $$
begin
  insert into transfers.transfer (originator, record, recipient, basis, authorisation, authorised_at, authorised_by, justification, classes)
  select new.originator, new.id, t.entry ->> 'to', t.entry ->> 'basis', t.entry ->> 'authorisation', (t.entry ->> 'authorisedAt')::timestamptz, t.entry ->> 'authorisedBy', t.entry ->> 'justification',
    coalesce((select bit_or(policy_visible_classes(new.originator, new.regime, new.tlp, new.recipients || g.code, new.transfers || g.code, new.purposes, new.categories,
        new.handling, new.restricted, new.state, new.erase_at, new.referral_consent, new.onward, g.code, g.type, g.regime, p.bit, 4, true, now()))
      from directory.agency g cross join unnest(array[${PURPOSE_BITS}]) as p (bit) where g.code = t.entry ->> 'to'), 0)
  from json_each(new.custody -> 'envelope' -> 'transfers') as t (key, entry) where t.key <> '#'
  on conflict do nothing;
  return null;
end $$;

create or replace function transfers.list(p_caller jsonb, p_after bigint, p_limit int)
returns table (seq bigint, record uuid, recipient text, basis text, justification text, authorised_by text, authorised_at timestamptz, authorisation text, classes int, recorded_at timestamptz)
language plpgsql security definer as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller);
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then return; end if;
  return query select t.seq, t.record, t.recipient, t.basis, t.justification, t.authorised_by, t.authorised_at, t.authorisation, t.classes, t.recorded_at
    from transfers.transfer t where t.originator = c.agency and (p_after is null or t.seq < p_after) order by t.seq desc limit p_limit;
end $$;
`;

const OWNERSHIP = `
grant create on schema transfers to amanat_store, amanat_keeper;
revoke all on all functions in schema transfers from public;
alter function transfers.document() owner to amanat_keeper;
alter function transfers.lay_further(uuid) owner to amanat_keeper;
alter function transfers.renew_further(uuid) owner to amanat_keeper;
grant execute on function transfers.lay_further(uuid), transfers.renew_further(uuid) to amanat_store;
${ownedAndCalled('transfers', { amanat_store: ['list', 'held', 'custody', 'widen', 'allow_purpose', 'end_purpose'] })}
revoke create on schema transfers from amanat_store, amanat_keeper;
create or replace trigger documented after insert or update of transfers on records.record
  for each row when (cardinality(new.transfers) > 0) execute function transfers.document();
`;

export const TRANSFER_FUNCTIONS = [DOCUMENT, WIDENING, FURTHER, OWNERSHIP];
