import { classesIn, codelistNamed, KINDS, PURPOSES } from '#libs/contracts';
import { publishedAgency, type Agency, type Client, type PublishedAgency } from '#libs/directory';
import { POLICY_HASH, RULES } from '#libs/policy';
import { heldIn, subjectsIn, type Held } from './held.js';
import { MEASURES, type Measure } from './measures.js';
import { shownTo } from './recipients.js';

export interface Word {
  readonly code: string;
  readonly title: string;
}

export interface Activity {
  readonly kind: string;
  readonly purposes: readonly Word[];
  readonly subjects: readonly string[];
  readonly data: readonly Held[];
  readonly timeLimits: readonly string[];
}

export interface Recipient {
  readonly agency: PublishedAgency;
  readonly thirdCountry: boolean;
  readonly classes: readonly string[];
  readonly byTransfer: readonly string[];
}

/** Records of processing of one agency: LED art. 24(1), the letters in the order of the article. */
export interface Register {
  readonly agency: PublishedAgency;
  readonly contact: string | null;
  readonly officers: readonly string[];
  readonly legalBases: readonly Word[];
  readonly activities: readonly Activity[];
  readonly recipients: readonly Recipient[];
  readonly rules: readonly { readonly id: string; readonly effect: string; readonly title: string; readonly law: string; readonly classes: readonly string[] }[];
  readonly measures: readonly Measure[];
  readonly profiling: string;
  readonly policy: string;
}

const TIME_LIMITS = [
  'Every record names the day on which it is erased at the latest (envelope.erasureDate), and may name an earlier one for a person in it; from that second nobody is shown it, and it is erased by itself.',
  'It may name a day on which the need to keep it is looked at again (envelope.reviewDate); where nobody does, it is restricted.',
  'A legal hold, with its ground and its end, stops the erasure; what is held past its day is shown to its originator alone.',
];

const PROFILING = 'No data subject is profiled, and nothing is decided by automation alone. The look-ups of officers are watched for odd ones, by rules with reasons, and told to the data-protection officer of their agency.';

/** @param clients the agency's own @param others all participants but the agency */
export function registerOf(agency: Agency, clients: readonly Client[], others: readonly Agency[]): Register {
  const purposes = PURPOSES.filter(({ bit }) => clients.some((client) => (client.purposes & (1 << bit)) !== 0)).map(({ code, title }) => ({ code, title }));
  return {
    agency: publishedAgency(agency), contact: agency.contact,
    officers: clients.filter(({ roles }) => roles.includes('data-protection-officer')).map(({ id }) => id).sort(),
    legalBases: legalBasesOf(clients),
    activities: Object.values(KINDS).map((kind) => ({ kind: kind.kind, purposes, subjects: subjectsIn(kind), data: heldIn(kind), timeLimits: TIME_LIMITS })),
    recipients: others.map((other) => recipientOf(agency, other)),
    rules: RULES.map(({ id, effect, title, law, classes }) => ({ id, effect, title, law, classes: classesIn(classes) })),
    measures: MEASURES, profiling: PROFILING, policy: POLICY_HASH,
  };
}

function legalBasesOf(clients: readonly Client[]): Word[] {
  const named = new Set(clients.flatMap(({ legalBases }) => legalBases));
  return codelistNamed('legal-bases').codes.filter(({ code }) => named.has(code)).map(({ code, title }) => ({ code, title }));
}

function recipientOf(own: Agency, other: Agency): Recipient {
  const label = ({ code, type, regime }: Agency) => ({ agency: code, type, regime });
  const { plainly, byTransfer } = shownTo(label(other), label(own));
  return { agency: publishedAgency(other), thirdCountry: byTransfer !== 0, classes: classesIn(plainly), byTransfer: classesIn(byTransfer) };
}
