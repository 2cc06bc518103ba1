import { ALL_CLASSES, CLASSES, purposeMask } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import { isUuid, Refusal, type Caller } from '#libs/kernel';
import { AUDIENCE_OFFICER, explainClasses, type ClassExplanation } from '#libs/policy';
import { addressedTo } from '../model/audience.js';
import { labelFrom } from '../model/rows.js';
import { labelOf } from '../postgres/record.store.js';
import type { RecordKeeping } from './record-keeping.js';

const BIT = new Map<string, number>(CLASSES.map((entry) => [entry.code, entry.bit]));

/** Says by which rules a client is shown or refused each class of a record, for the purpose of the asker and with an officer named. */
export class ExplainRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /**
   * @throws Refusal RECORD_NOT_FOUND for everyone but the originator, the operator, and a recipient's
   * data-protection officer, who may ask about the clients of that agency alone: whom else a record
   * was given to is the originator's to tell
   */
  async run(caller: Caller, client: string, record: string): Promise<ClassExplanation[]> {
    const { database, directory, source } = this.keeping;
    const columns = isUuid(record) ? await labelOf(database, callerFacts(caller), record) : null;
    const enrolled = directory.client(client);
    const mayAsk = columns?.originator === caller.agency || caller.roles.includes('operator') || enrolled?.agency === caller.agency;
    if (!columns || !enrolled?.agency || !mayAsk) throw Refusal.because('RECORD_NOT_FOUND', '', 'hub', 'There is no such record, or not for you to ask about.');
    const now = source.clock.now().getTime();
    const request = { purpose: purposeMask(caller.purpose), clearance: enrolled.clearance, officer: AUDIENCE_OFFICER, now };
    const agency = this.keeping.agency(enrolled.agency);
    const leave = (columns.further as readonly Leave[]).find((one) => one.agency === agency.agency && (one.purposes & request.purpose) !== 0);
    const label = addressedTo(labelFrom(columns, now), agency);
    const explanations = explainClasses(leave ? { ...label, purposes: label.purposes | leave.purposes } : label, agency, request);
    return explanations.map((explanation) => shutBy('client.mask', enrolled.classes, shutBy('purpose.agreed', leave?.classes ?? ALL_CLASSES, explanation)));
  }
}

/** A further purpose that the originator has agreed to for an agency, and the classes that it is for. */
interface Leave {
  readonly agency: string;
  readonly purposes: number;
  readonly classes: number;
}

/** What the rules show its agency, a client's own mask may still keep from it; and so may the terms of a further purpose. */
function shutBy(by: string, classes: number, explanation: ClassExplanation): ClassExplanation {
  if (classes & (1 << BIT.get(explanation.class)!)) return explanation;
  return { ...explanation, visible: false, forbiddenBy: [...explanation.forbiddenBy, by] };
}
