import { NoteSigner, COSIGNATURE } from '#libs/proofs';
import type { Observing } from './observing.js';

const PERIODS = ['2026', '2026-11', 'never'];
const WITNESS = new NoteSigner('nobody', Buffer.alloc(32, 4), COSIGNATURE).key.text;

/**
 * The ledger of the observer's own agency, of others and of none. A world of the harness is not sealed
 * (its clock stands still): who may ask what is compared here; what a seal gives is in `test/ledger`.
 */
export async function askLedger({ ask, pair: { observer, agencies } }: Observing): Promise<void> {
  const whose = [null, observer.agency.code, ...agencies.slice(0, 3).map(({ code }) => code), 'nobody'];
  const named = (query: string, ...names: string[]) => [`Query.${query}`, ...names.map((name) => `Query.${query}(${name})`)];
  for (const agency of whose) {
    for (const period of PERIODS) {
      await ask(named('ledgerLines', 'agency', 'period', 'after', 'first'), {
        query: 'query($agency: ID, $period: String!) { ledgerLines(agency: $agency, period: $period, first: 2, after: null) { edges { cursor node { period index line } } pageInfo { hasNextPage endCursor } } }',
        variables: { agency, period },
      });
      await ask(named('ledgerTile', 'agency', 'period', 'index'), {
        query: 'query($agency: ID, $period: String!) { ledgerTile(agency: $agency, period: $period, index: 0) { index lines hashes } }', variables: { agency, period },
      });
      await ask(named('ledgerProof', 'agency', 'period', 'index', 'size'), {
        query: 'query($agency: ID, $period: String!) { ledgerProof(agency: $agency, period: $period, index: 0, size: 1) { leaf root path } }', variables: { agency, period },
      });
      await ask(named('ledgerConsistency', 'agency', 'period', 'from', 'to'), {
        query: 'query($agency: ID, $period: String!) { ledgerConsistency(agency: $agency, period: $period, from: 0, to: 1) }', variables: { agency, period },
      });
    }
    await ask(named('sealOpening', 'agency', 'size'), { query: 'query($agency: ID) { sealOpening(agency: $agency, size: null) { checkpoint slot } }', variables: { agency } });
  }
  await ask(named('sealLog'), { query: '{ sealLog { key size checkpoint witnesses } }' });
  await ask(named('sealConsistency', 'from', 'to'), { query: '{ sealConsistency(from: 0, to: 1) }' });
  await ask(['Mutation.countersign', 'Mutation.countersign(checkpoint)', 'Mutation.countersign(key)'], {
    query: 'mutation($checkpoint: String!, $key: String!) { countersign(checkpoint: $checkpoint, key: $key) { size } }', variables: { checkpoint: 'none', key: WITNESS },
  });
}
