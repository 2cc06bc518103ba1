import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COSIGNATURE, countersignature, hashFrom, NoteSigner, readCheckpoint, sealLeaf } from '#libs/proofs';
import { amanat } from '../../import/command.js';
import { askToken } from './ask-http.js';
import { selectionOf } from './graph.js';
import type { Observing } from './observing.js';

interface Opening {
  readonly checkpoint: string;
  readonly tick: number;
  readonly slots: string;
  readonly path: readonly string[];
  readonly head: { readonly period: string; readonly size: number };
}

const LOG = `{ sealLog ${selectionOf('SealLog')} }`;
const OPENING = `query($agency: ID, $size: Int) { sealOpening(agency: $agency, size: $size) ${selectionOf('SealOpening')} }`;
const LINES = `query($period: String!, $after: String, $first: Int) { ledgerLines(period: $period, after: $after, first: $first) ${selectionOf('LedgerLineConnection')} }`;
const TILE = `query($period: String!, $index: Int!) { ledgerTile(period: $period, index: $index) ${selectionOf('LedgerTile')} }`;
const PROOF = `query($period: String!, $index: Int!, $size: Int!) { ledgerProof(period: $period, index: $index, size: $size) ${selectionOf('LedgerProof')} }`;
const CONSISTENCY = 'query($period: String!, $from: Int!, $to: Int!) { ledgerConsistency(period: $period, from: $from, to: $to) }';
const LOG_CONSISTENCY = 'query($from: Int!, $to: Int!) { sealConsistency(from: $from, to: $to) }';
const COUNTERSIGN = 'mutation($checkpoint: String!, $key: String!) { countersign(checkpoint: $checkpoint, key: $key) { size } }';
const named = (query: string, ...names: string[]) => [`Query.${query}`, ...names.map((name) => `Query.${query}(${name})`)];
/** Intervals after the last step, some of them without any question. */
const RESTS = [1, 2, 1, 3];

async function opening({ ask }: Observing, variables: { agency?: string; size?: number } = {}): Promise<Opening | null> {
  const { data } = await ask(named('sealOpening', 'agency', 'size'), { query: OPENING, variables });
  return (data?.sealOpening ?? null) as Opening | null;
}

async function checkpoint({ ask }: Observing): Promise<string> {
  return ((await ask(named('sealLog'), { query: LOG })).data?.sealLog?.checkpoint ?? '') as string;
}

/** The log of seals and what it says of the observer's agency, an interval after everything that happens anywhere. */
export async function watchSeals(observed: Observing): Promise<void> {
  await observed.hub.nextInterval();
  observed.transcript.asker = 'seals';
  // While it is suspended it is nobody, and is told no more than that.
  if (!observed.hub.house.directory.client(observed.pair.observer.client)) return askToken(observed, observed.pair.observer.client);
  await checkpoint(observed);
  await opening(observed);
}

/** All that a sealed ledger tells the observer of its own trees and of the seals over all. */
export async function askSeals(observed: Observing): Promise<void> {
  const first = await checkpoint(observed);
  for (const agency of observed.pair.agencies) await opening(observed, { agency: agency.code });
  await observed.hub.nextInterval();
  const seal = await opening(observed);
  if (seal) await askOwnTree(observed, seal.head);
  await askLog(observed, readCheckpoint(first).size);
  await askCountersigned(observed);
  await askAtRest(observed);
}

async function askOwnTree({ ask }: Observing, { period, size }: Opening['head']): Promise<void> {
  const lines = named('ledgerLines', 'agency', 'period', 'after', 'first');
  const { data } = await ask(lines, { query: LINES, variables: { period, first: 2 } });
  await ask(lines, { query: LINES, variables: { period, first: 100, after: data?.ledgerLines?.pageInfo.endCursor ?? null } });
  for (const index of [0, 1]) await ask(named('ledgerTile', 'agency', 'period', 'index'), { query: TILE, variables: { period, index } });
  for (const index of [0, size - 1, size]) await ask(named('ledgerProof', 'agency', 'period', 'index', 'size'), { query: PROOF, variables: { period, index, size } });
  for (const from of [0, 1, size]) await ask(named('ledgerConsistency', 'agency', 'period', 'from', 'to'), { query: CONSISTENCY, variables: { period, from, to: size } });
}

/** The log from its beginning, checkpoints that are no longer kept, and sizes that it has not reached. */
async function askLog(observed: Observing, former: number): Promise<void> {
  const { size } = readCheckpoint(await checkpoint(observed));
  for (const [from, to] of [[0, size], [1, size], [former, size], [size, size], [size, size + 1]]) {
    await observed.ask(named('sealConsistency', 'from', 'to'), { query: LOG_CONSISTENCY, variables: { from, to } });
  }
  for (const other of [1, former, size - 1, size + 1]) await opening(observed, { size: other });
}

/** A checkpoint that the observer's agency countersigns is kept; one with a line that is no cosignature is refused. */
async function askCountersigned(observed: Observing): Promise<void> {
  const witness = new NoteSigner(observed.pair.observer.agency.code, Buffer.alloc(32, 5), COSIGNATURE);
  const note = await checkpoint(observed);
  const exits = ['Mutation.countersign', 'Mutation.countersign(checkpoint)', 'Mutation.countersign(key)'];
  const line = countersignature(witness, readCheckpoint(note), 1_793_491_200);
  for (const countersigned of [`${note}${line}\n`, note]) await observed.ask(exits, { query: COUNTERSIGN, variables: { checkpoint: countersigned, key: witness.key.text } });
  await observed.hub.nextInterval();
  await checkpoint(observed);
  await opening(observed, { size: readCheckpoint(note).size });
}

/** Intervals in which nobody does anything: whether the observer can see that nothing was done. */
async function askAtRest(observed: Observing): Promise<void> {
  for (const rests of RESTS) {
    for (let rest = 0; rest < rests; rest++) await observed.hub.nextInterval();
    const seal = await opening(observed);
    if (seal) observed.transcript.hear(named('sealOpening'), 'are the slots as they were an interval before?', repeated(seal) ? 'yes' : 'not seen');
  }
}

/** Whether the leaf before the sealed one can be worked out from the sealed one, as when their slots are the same. */
export function repeated({ tick, slots, path }: Opening): boolean {
  return path.includes(sealLeaf(tick - 1, hashFrom(slots)).toString('base64'));
}

/** The ledger exported and verified as its agency's own people do it. */
export async function askExport({ pair: { observer }, door, hub, transcript, client }: Observing): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'amanat-observer-'));
  const reason = ['--as', observer.client, '--url', door.url, '--purpose', observer.purposes[0]!, '--legal-basis', observer.legalBases[0]!];
  const { data } = await client.graphql(observer.client, { query: '{ sealLog { key } }', purpose: observer.purposes[0]!, legalBasis: observer.legalBases[0]! });
  const run = async (exit: string, ...words: readonly string[]) => {
    const { status, results, told } = await amanat(folder, observer.client, ...words).ended;
    transcript.hear([exit], `amanat ${words.slice(0, 3).join(' ')}`, `${status}\n${results}\n${told}`);
  };
  try {
    await hub.nextInterval();
    await run('amanat ledger', 'ledger', 'export', '--out', 'lines', ...reason);
    const exported = join(folder, 'lines'); // not there for whoever is no data-protection officer
    transcript.hear(['amanat ledger'], 'what was exported', existsSync(exported) ? readFileSync(exported, 'utf8') : 'nothing');
    if (existsSync(exported)) await run('amanat verify', 'verify', 'lines', '--key', data.sealLog.key, '--json');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
