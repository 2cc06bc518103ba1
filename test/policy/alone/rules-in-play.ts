import { ALL_CLASSES, purposeMask, PURPOSES } from '#libs/contracts';
import { POLICY_HASH, type RecordLabel } from '#libs/policy';
import { markedCase } from '../../world/marked-case.js';
import type { Tree, World } from '../../world/index.js';
import { naiveClasses } from '../naive.js';

export const ALL_PURPOSES = PURPOSES.map(({ code }) => code);
const EVERYONE = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];
const TRANSFER = { to: 'fia', basis: 'LED-38-1-D', authorisation: 'BKA-7-2026', authorisedAt: '2026-01-15T10:00:00Z' };
const TO_ALL = { purposes: ALL_PURPOSES, recipients: EVERYONE };

/** One record at least for every rule of the table: originator and envelope. */
const RECORDS: readonly (readonly [originator: string, envelope: Tree])[] = [
  ['fia', TO_ALL], ['fia', { ...TO_ALL, tlp: 'GREEN', recipients: [] }], ['fia', { ...TO_ALL, tlp: 'RED' }],
  ['fia', { ...TO_ALL, recipients: ['iom'], referralConsent: true }], ['fia', { ...TO_ALL, purposes: ['criminal-investigation', 'immigration-control'] }],
  ['fia', { ...TO_ALL, handling: [{ code: 'H0' }] }], ['fia', { ...TO_ALL, handling: [{ code: 'H1' }] }],
  ['fia', { ...TO_ALL, tlp: 'GREEN', recipients: ['nccia'], handling: [{ code: 'H2' }] }],
  ['fia', { ...TO_ALL, restricted: true }], ['nccia', { ...TO_ALL, recipients: [] }],
  ['de-bka', { ...TO_ALL, legalBasis: 'LED-8' }], ['de-bka', { ...TO_ALL, legalBasis: 'LED-8', transfers: [TRANSFER] }],
  ['europol', { ...TO_ALL, legalBasis: 'EUROPOL-2016-794-18' }], ['iom', { ...TO_ALL, legalBasis: 'IOM-DPP' }],
];

/** What the law says has changed since, entered past the hub and its relabelling: each narrows. */
const NARROWED: readonly string[] = [
  'restricted = true', `erase_at = now() - interval '1 second'`, 'tlp = 4', `recipients = '{}'`, `state = 'withdrawn'`, `handling = '{H2}', recipients = '{iom}'`,
  'purposes = 2', `regime = 'EU-LED', transfers = '{}'`, 'referral_consent = false',
];

/** Fills the world: the rules' own records, some amended and withdrawn, and copies of the widest narrowed without relabelling. */
export async function putRulesInPlay(world: World): Promise<void> {
  for (const [originator, given] of RECORDS) await world.submit(originator, 'case', markedCase(given));
  const amended = await world.submit('fia', 'case', markedCase(TO_ALL));
  await world.amend('fia', 'case', amended, { ...markedCase(TO_ALL), summary: 'They were moved on.' });
  await world.withdraw('fia', 'case', await world.submit('fia', 'case', markedCase(TO_ALL)));
  for (const change of NARROWED) {
    const { id } = await world.submit('fia', 'case', markedCase({ ...TO_ALL, referralConsent: true }));
    await world.rows(`update records.record set ${change} where id = $1`, [id]);
  }
}

export interface Kept {
  readonly id: string;
  readonly versions: number;
  readonly label: RecordLabel;
}

/** Every record with its label, seen past row-level security. */
export async function everything(world: World): Promise<Kept[]> {
  const rows = await world.rows<any>('select * from records.record where kind = $1 order by id', ['case']);
  return rows.map((row) => ({
    id: row.id, versions: row.version,
    label: {
      originator: row.originator, regime: row.regime, tlp: row.tlp, recipients: row.recipients, transfers: row.transfers, purposes: row.purposes,
      categories: row.categories, handling: row.handling, restricted: row.restricted, state: row.state, eraseAt: row.erase_at.getTime(),
      referralConsent: row.referral_consent, onward: row.onward,
    },
  }));
}

/** The oracle: the rule table read word by word, less what the agency's client is not enrolled for. */
export function mayOpen(world: World, agency: string, purpose: string, officer: boolean, { label }: Kept): number {
  const client = world.house.directory.client(agency)!;
  const { code, type, regime } = world.house.directory.agency(agency)!;
  const asked = purposeMask(purpose) & client.purposes;
  const request = { purpose: asked, clearance: client.clearance, officer, now: Date.now() };
  return naiveClasses({ record: label, audience: { agency: code, type, regime }, request }) & client.classes;
}

/** Everything that a session could claim of a caller beyond what its client is enrolled for. */
export function claims(world: World, agency: string, purpose: string, officer: string | null, more: object = {}): string {
  return JSON.stringify({
    ...world.caller(agency), officer, audiences: EVERYONE, roles: ['operator', 'data-protection-officer', 'officer'], classes: ALL_CLASSES, clearance: 4,
    purpose, purpose_bits: 127, legal_basis: 'none', case_reference: null, operation_id: '01900000-0000-7000-8000-000000000001', policy: POLICY_HASH, wanted: ALL_CLASSES, ...more,
  });
}

export { EVERYONE };
