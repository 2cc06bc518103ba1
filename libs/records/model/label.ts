import { purposeMask } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import { CATEGORY, type RecordLabel } from '#libs/policy';

type Tree = Readonly<Record<string, unknown>>;

/** A validated document with what the hub itself adds: regime and the categories of person in it (LED art. 6). */
export interface CompleteDocument extends Tree {
  readonly envelope: Tree;
}

/** Categories of data subject (LED art. 6) by the list in which a person stands, and by what is said of the person there. */
const CATEGORIES: readonly (readonly [list: string, category: (person: Tree) => string])[] = [
  ['victims', () => 'VICTIM'],
  ['suspects', ({ standing }) => (standing === 'convicted' ? 'CONVICTED' : 'SUSPECT')],
  ['witnesses', ({ category }) => (typeof category === 'string' ? category : 'WITNESS')],
];

/** To the rules a convicted person is as a suspect, and every other party as a witness. */
const RULED_AS: Readonly<Record<string, number>> = {
  VICTIM: CATEGORY.VICTIM, SUSPECT: CATEGORY.SUSPECT, CONVICTED: CATEGORY.SUSPECT,
  WITNESS: CATEGORY.WITNESS, INFORMANT: CATEGORY.WITNESS, CONTACT: CATEGORY.WITNESS, ASSOCIATE: CATEGORY.WITNESS,
};

export function complete(document: Tree, regime: string): CompleteDocument {
  const categories = [...new Set(CATEGORIES.flatMap(([list, category]) => (Array.isArray(document[list]) ? (document[list] as Tree[]).map(category) : [])))];
  return { ...document, envelope: { ...(document.envelope as Tree), regime, subjectCategories: categories } };
}

/** What the rule table reads of a document. */
export function labelOf(document: CompleteDocument, originator: string): RecordLabel {
  const { envelope } = document;
  return {
    originator,
    regime: String(envelope.regime),
    tlp: TLP_RANK[String(envelope.tlp)] ?? TLP_RANK.RED!,
    recipients: codes(envelope.recipients),
    transfers: ((envelope.transfers ?? []) as Tree[]).map((transfer) => String(transfer.to)),
    purposes: purposeMask(...codes(envelope.purposes)),
    categories: codes(envelope.subjectCategories).reduce((mask, code) => mask | (RULED_AS[code] ?? 0), 0),
    handling: ((envelope.handling ?? []) as Tree[]).map((handling) => String(handling.code)),
    restricted: envelope.restricted === true,
    state: 'active',
    eraseAt: Date.parse(String(envelope.erasureDate)),
    referralConsent: envelope.referralConsent === true,
    onward: String(envelope.onward ?? 'originator-control'),
  };
}

function codes(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
