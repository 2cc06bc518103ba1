import { purposeMask } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import { CATEGORY, type RecordLabel } from '#libs/policy';

type Tree = Readonly<Record<string, unknown>>;

/** A validated document with what the hub itself adds: regime and the categories of person in it (LED art. 6). */
export interface CompleteDocument extends Tree {
  readonly envelope: Tree;
}

const CATEGORY_OF_LIST = { victims: 'VICTIM', suspects: 'SUSPECT', witnesses: 'WITNESS' } as const;

export function complete(document: Tree, regime: string): CompleteDocument {
  const categories = Object.entries(CATEGORY_OF_LIST)
    .filter(([list]) => Array.isArray(document[list]) && (document[list] as unknown[]).length > 0)
    .map(([, category]) => category);
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
    categories: codes(envelope.subjectCategories).reduce((mask, code) => mask | CATEGORY[code as keyof typeof CATEGORY], 0),
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
