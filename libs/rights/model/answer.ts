import type { Particulars } from './personal.js';

/** An agency as an answer names it. */
export interface Named {
  readonly name: string;
  readonly country: string | null;
}

/** One record in which the person is, as LED art. 14 asks for it. */
export interface ToldRecord {
  readonly kind: string;
  /** As what the person stands in it (LED art. 6). */
  readonly standing: string;
  readonly purposes: readonly string[];
  readonly legalBasis: string;
  readonly particulars: readonly Particulars[];
  /** Whom it was disclosed to; null where that is withheld, or another agency's to tell. */
  readonly recipients: readonly (Named & { readonly thirdCountry: boolean })[] | null;
  /** The day on which it is erased at the latest. */
  readonly keptUntil: string;
  /** Who handed it in. */
  readonly origin: Named;
}

/** What was done, or refused, about one record. */
export interface ToldAct {
  readonly kind: string;
  readonly origin: Named;
  readonly act: string;
  /** In words, where it was not done as asked. */
  readonly ground: string | null;
}

/** What the person is told: in plain words, the same as JSON and as a page (LED art. 12(1)). */
export interface SubjectAnswer {
  readonly title: string;
  readonly request: string;
  readonly receivedOn: string;
  readonly answeredOn: string;
  readonly controller: Named & { readonly contact: string | null };
  readonly statement: string;
  readonly records: readonly ToldRecord[];
  readonly acts: readonly ToldAct[];
  /** Why something is withheld, in words; empty also where that itself goes unsaid. */
  readonly withheldFor: readonly string[];
  readonly yourRights: readonly string[];
}

export interface Answered {
  readonly right: string;
  readonly request: string;
  readonly receivedAt: Date;
  readonly answeredAt: Date;
  readonly controller: SubjectAnswer['controller'];
  readonly records: readonly ToldRecord[];
  readonly acts: readonly ToldAct[];
  readonly withheldFor: readonly string[];
  /** Of the agency: it decides which law the person is referred to. */
  readonly regime: string;
}

interface Wording {
  readonly title: string;
  readonly some: string;
  /** Said word for word alike where nothing is held and where that something is held goes unsaid; true of both. */
  readonly none: string;
}

const WORDING: Readonly<Record<string, Wording>> = {
  access: {
    title: 'Answer to your request for access to your personal data',
    some: 'We have looked for personal data about you. This is what we can tell you.',
    none: 'We have looked for personal data about you. There are none that we can communicate to you.',
  },
  rectification: {
    title: 'Answer to your request that your personal data be put right',
    some: 'We have looked for the personal data that you say are wrong. This is what we have done.',
    none: 'We have looked for the personal data that you say are wrong. There are none that we can put right at your request.',
  },
  erasure: {
    title: 'Answer to your request that your personal data be erased',
    some: 'We have looked for personal data about you. This is what we have done.',
    none: 'We have looked for personal data about you. There are none that we can erase at your request.',
  },
};

interface Remedies {
  readonly correction: string;
  readonly complaint: string;
  readonly court: string;
}

const DIRECTIVE: Remedies = { correction: 'Directive (EU) 2016/680 art. 16', complaint: 'Directive (EU) 2016/680 art. 17, 52', court: 'Directive (EU) 2016/680 art. 54' };
/** An agency that no law of its own binds is held to the directive: the stricter rule of the two ends holds. */
const REMEDIES: Readonly<Record<string, Remedies>> = {
  'EU-LED': DIRECTIVE, PK: DIRECTIVE,
  'EU-AGENCY': { correction: 'Regulation (EU) 2018/1725 art. 18-20', complaint: 'Regulation (EU) 2018/1725 art. 63', court: 'Regulation (EU) 2018/1725 art. 64' },
  'EU-GDPR': { correction: 'GDPR art. 16-18', complaint: 'GDPR art. 77', court: 'GDPR art. 79' },
  IO: { correction: 'GDPR art. 16-18', complaint: 'GDPR art. 77', court: 'GDPR art. 79' },
};

/** In every answer in the same words, whatever it says beside (LED art. 13(1)(d)-(e), 14(e)-(f), 15(3), 17(2)). */
function rightsUnder(regime: string): string[] {
  const { correction, complaint, court } = REMEDIES[regime] ?? DIRECTIVE;
  return [
    `You may ask us to put right, to complete, to erase or to restrict the use of personal data about you (${correction}).`,
    `You may complain to the supervisory authority, and ask it to verify for you whether personal data about you are handled lawfully. It will tell you at least that it has done so (${complaint}).`,
    `You may seek a remedy in court (${court}).`,
    'Our answers are free of charge. Name the number of this answer when you write about it.',
  ];
}

export function answerOf({ right, request, receivedAt, answeredAt, controller, records, acts, withheldFor, regime }: Answered): SubjectAnswer {
  const { title, some, none } = WORDING[right]!;
  const anything = records.length + acts.length + withheldFor.length > 0;
  return {
    title, request, receivedOn: dayOf(receivedAt), answeredOn: dayOf(answeredAt), controller, statement: anything ? some : none,
    records, acts, withheldFor, yourRights: rightsUnder(regime),
  };
}

export const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What a supervisor tells the person once it has verified: no more than that, whatever it found (LED art. 17(3)). */
export function verificationOf(request: string, verifiedAt: Date): { request: string; verifiedOn: string; statement: string } {
  return {
    request, verifiedOn: dayOf(verifiedAt),
    statement: 'The supervisory authority has carried out all necessary verifications. You may seek a remedy in court (LED art. 17(3), 53, 54).',
  };
}
