import { askDirectory, askExplanations, askFeed, askSchema, askSubscriptions } from './ask-agency.js';
import { askApprovals } from './ask-approvals.js';
import { askBreaches } from './ask-breaches.js';
import { askCommands } from './ask-commands.js';
import { askDocuments, askPaths, askTokens } from './ask-http.js';
import { askLedger } from './ask-ledger.js';
import { askCorrections, askRecalls } from './ask-recalls.js';
import { askById, askFilters, askLists, askReferences, type KindAsked } from './ask-records.js';
import { askRights } from './ask-rights.js';
import { askExport, askSeals } from './ask-seals.js';
import { askTopics } from './ask-topics.js';
import { askWrites } from './ask-writes.js';
import type { Observing } from './observing.js';

const KINDS: readonly KindAsked[] = [
  { kind: 'case', type: 'Case', one: 'case', many: 'cases' },
  { kind: 'incident', type: 'Incident', one: 'incident', many: 'incidents' },
  { kind: 'alert', type: 'Alert', one: 'alert', many: 'alerts' },
];

export interface Asker {
  /** What it is called where a run says what it asked. */
  readonly name: string;
  /** Only where the world has a broker: what is slow is asked in fewer worlds. */
  readonly broker?: true;
  /** Only where the ledger is sealed all the time. */
  readonly sealed?: true;
  ask(observed: Observing): Promise<void>;
}

/**
 * Every way in which an observer can look. An exit of the hub that none of them asks by fails a test:
 * a new one is a line here, or in what a line here asks.
 */
export const ASKERS: readonly Asker[] = [
  // First, for what the others ask at once has its lines in an order that is chance: none of those is sealed here.
  { name: 'the ledger', ask: askLedger },
  { name: 'seals', sealed: true, ask: askSeals },
  { name: 'the command line, of the sealed ledger', sealed: true, ask: askExport },
  ...KINDS.flatMap((kind): Asker[] => [
    { name: `${kind.kind} by id`, ask: (observed) => askById(observed, kind) },
    { name: `lists of ${kind.many}`, ask: (observed) => askLists(observed, kind) },
    { name: `filters of ${kind.many}`, ask: (observed) => askFilters(observed, kind) },
  ]),
  { name: 'references between subgraphs', ask: askReferences },
  { name: 'the directory', ask: askDirectory },
  { name: 'explanations', ask: askExplanations },
  { name: 'recalls', ask: askRecalls },
  { name: 'the schema and errors', ask: askSchema },
  { name: 'feed and subscriptions', ask: async (observed) => askSubscriptions(observed, await askFeed(observed)) },
  { name: 'paths', ask: askPaths },
  { name: 'tokens', ask: askTokens },
  { name: 'documents', ask: askDocuments },
  { name: 'the command line', broker: true, ask: askCommands },
  { name: 'topics', broker: true, ask: askTopics },
  { name: 'approvals and transfers', ask: askApprovals },
  { name: 'rights of persons', ask: askRights },
  { name: 'breaches', ask: askBreaches },
  // Last, for they change what the others see; and then everything that they changed is looked at again.
  { name: 'writes', ask: askWrites },
  { name: 'corrections', ask: askCorrections },
  ...KINDS.map((kind): Asker => ({ name: `lists of ${kind.many}, after its own writes`, ask: (observed) => askLists(observed, kind) })),
];
