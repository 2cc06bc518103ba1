import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import type { Agency, AgencyType, Client, Participants, Stream } from '#libs/directory';
import { TLP_RANK } from '#libs/kernel';
import { inventedCase } from '../../world/invented-case.js';

export const SENDER = 'sender';
export const RECIPIENTS = 20;
const LEGAL_BASIS = 'PTPA2018';

/** Three sorts of recipient: an investigating agency sees seven open classes of a case, a border agency four, a partner two. */
const SORTS: readonly { readonly type: AgencyType; readonly purpose: string }[] = [
  { type: 'investigation', purpose: 'criminal-investigation' }, { type: 'border', purpose: 'threat-analysis' }, { type: 'protection', purpose: 'victim-protection' },
];

const sortOf = (place: number) => SORTS[place % SORTS.length]!;

/** Codes of the recipients; the first three are one of each sort. */
export const recipients: readonly string[] = Array.from({ length: RECIPIENTS }, (_, place) => `${sortOf(place).type}-${place}`);
export const oneOfEach = recipients.slice(0, SORTS.length);

export function participants(): Participants {
  const register = (code: string, type: AgencyType, purpose: string) => ({
    agency: { code, name: code, nameUr: null, type, regime: 'PK', country: 'PK', contact: null } satisfies Agency,
    client: {
      id: code, agency: code, roles: ['officer'], classes: ALL_CLASSES, purposes: purposeMask(purpose), clearance: TLP_RANK.RED!, legalBases: [LEGAL_BASIS],
    } satisfies Client,
    stream: { agency: code, name: 'records', kinds: ['case'], purpose, legalBasis: LEGAL_BASIS, classes: ALL_CLASSES, expiresAt: new Date('2099-12-31') } satisfies Stream,
  });
  const all = [
    register(SENDER, 'investigation', 'criminal-investigation'),
    ...recipients.map((code, place) => register(code, sortOf(place).type, sortOf(place).purpose)),
  ];
  return { agencies: all.map(({ agency }) => agency), clients: all.map(({ client }) => client), streams: all.map(({ stream }) => stream) };
}

/** Case number `index` for these agencies. */
export function addressedCase(index: number, to: readonly string[]): Record<string, unknown> {
  const { document } = inventedCase(index, RECIPIENTS);
  const purposes = SORTS.map(({ purpose }) => purpose);
  return { ...document, envelope: { ...(document.envelope as object), recipients: to, purposes, tlp: 'AMBER' } };
}
