import { NoteSigner, COSIGNATURE } from '#libs/proofs';
import { selectionOf } from './graph.js';
import type { Observing } from './observing.js';

const PERIODS = ['2026', '2026-11', 'never'];
const WITNESS = new NoteSigner('nobody', Buffer.alloc(32, 4), COSIGNATURE).key.text;

/** The number of its slot is not asked for: it is drawn by chance among 256, and has one to three digits. */
const HEAD = '{ agency period size root before dropped }';

/** The ledger of the observer's own agency, of others and of none, as it stood when the history ended. */
export async function askLedger(observed: Observing): Promise<void> {
  const { ask, pair: { observer, agencies } } = observed;
  const whose = [null, observer.agency.code, ...agencies.slice(0, 3).map(({ code }) => code), 'nobody'];
  const named = (query: string, ...names: string[]) => [`Query.${query}`, ...names.map((name) => `Query.${query}(${name})`)];
  for (const agency of whose) {
    for (const period of PERIODS) {
      await ask(named('ledgerLines', 'agency', 'period', 'after', 'first'), {
        query: 'query($agency: ID, $period: String!) { ledgerLines(agency: $agency, period: $period, first: 2, after: null) { edges { cursor node { period index operation line } } pageInfo { hasNextPage endCursor } } }',
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
    await ask(named('sealOpening', 'agency', 'size'), { query: `query($agency: ID) { sealOpening(agency: $agency, size: null) { checkpoint tick slots path salt slotPath head ${HEAD} trees ${HEAD} } }`, variables: { agency } });
  }
  await ask(named('sealLog'), { query: '{ sealLog { key interval firstTick size checkpoint witnesses } }' });
  await ask(named('sealConsistency', 'from', 'to'), { query: '{ sealConsistency(from: 0, to: 1) }' });
  await ask(['Mutation.countersign', 'Mutation.countersign(checkpoint)', 'Mutation.countersign(key)'], {
    query: 'mutation($checkpoint: String!, $key: String!) { countersign(checkpoint: $checkpoint, key: $key) { size } }', variables: { checkpoint: 'none', key: WITNESS },
  });
  await askOddLookUps(observed);
  for (const agency of whose) {
    await ask(['Query.processingRegister', 'Query.processingRegister(agency)'], {
      query: `query($agency: ID) { processingRegister(agency: $agency) ${selectionOf('ProcessingRegister')} }`, variables: { agency },
    });
  }
  await askLimits(observed);
  for (const first of [1, 100, 101]) await askLines(observed, first);
}

/** Whether it is a data-protection officer's or not: what was found odd of its own agency, and never of another's. */
async function askOddLookUps({ ask, ids }: Observing): Promise<void> {
  const query = `query($status: String, $after: String, $first: Int) { oddLookUps(status: $status, after: $after, first: $first) ${selectionOf('OddLookUpConnection')} }`;
  for (const variables of [{}, { status: 'open' }, { status: 'closed', first: 1 }, { status: 'other' }, { after: 'none' }, { first: 101 }]) {
    await ask(['oddLookUps', 'oddLookUps(status)', 'oddLookUps(after)', 'oddLookUps(first)'].map((name) => `Query.${name}`), { query, variables });
  }
  for (const id of [ids.at(-1)!.id, 'x']) {
    await ask(['closeOddLookUp', 'closeOddLookUp(id)', 'closeOddLookUp(outcome)'].map((name) => `Mutation.${name}`), {
      query: `mutation($id: ID!) { closeOddLookUp(id: $id, outcome: "explained") ${selectionOf('OddLookUp')} }`, variables: { id },
    });
  }
}

/** Holds, proofs of erasure and reviews that are due: of one's own agency, and of no other. */
async function askLimits({ ask }: Observing): Promise<void> {
  for (const [name, type] of [['holds', 'HoldConnection'], ['erasures', 'ErasureProofConnection'], ['dueReviews', 'DueReviewConnection']] as const) {
    const query = `query($after: String, $first: Int) { ${name}(after: $after, first: $first) ${selectionOf(type)} }`;
    for (const variables of [{}, { first: 1 }, { first: 101 }, { after: 'none' }]) await ask(['', '(after)', '(first)'].map((part) => `Query.${name}${part}`), { query, variables });
  }
  for (const open of [true, false]) await ask(['Query.holds(open)'], { query: `query($open: Boolean) { holds(open: $open) ${selectionOf('HoldConnection')} }`, variables: { open } });
}

/** The agency's own lines to their end, in pages of every size. */
async function askLines({ ask }: Observing, first: number): Promise<void> {
  let after: string | null = null;
  do {
    const answer = await ask(['Query.ledgerLines', 'Query.ledgerLines(after)', 'Query.ledgerLines(first)'], {
      query: 'query($period: String!, $first: Int, $after: String) { ledgerLines(period: $period, first: $first, after: $after) { edges { cursor node { period index operation line } } pageInfo { hasNextPage endCursor } } }',
      variables: { period: '2026-11', first, after },
    });
    const page = answer.data?.ledgerLines?.pageInfo as { hasNextPage: boolean; endCursor: string } | undefined;
    after = page?.hasNextPage ? page.endCursor : null;
  } while (after !== null);
}
