import { finding, type Finding } from './finding.js';

/** What an agency's own systems have noted: ids of operations that were answered, and of events received. */
export interface Noted {
  readonly operations: readonly string[];
  readonly events: readonly string[];
  /** Seconds before the last seal within which a line may not have been sealed yet. */
  readonly grace: number;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** A tree cannot tell that a line was never written: only who has the other end of it can. */
export class Reconciliation {
  readonly #operations: Set<string>;
  readonly #events: Set<string>;

  constructor(private readonly noted: Noted) {
    this.#operations = new Set(noted.operations);
    this.#events = new Set(noted.events);
  }

  get isWanted(): boolean {
    return this.noted.operations.length + this.noted.events.length > 0;
  }

  line(text: string): void {
    const { operation, entries } = JSON.parse(text) as { operation: string; entries: readonly string[] | null };
    this.#operations.delete(operation);
    for (const entry of entries ?? []) this.#events.delete(entry);
  }

  /** @param sealedAt milliseconds since 1970 of the last seal: what came later has no line yet @returns findings, and how many ids are too young */
  end(sealedAt: number): { findings: Finding[]; young: number } {
    const due = (id: string) => !UUID_V7.test(id) || Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) < sealedAt - this.noted.grace * 1_000;
    const [operations, events] = [[...this.#operations].filter(due), [...this.#events].filter(due)];
    return {
      findings: [
        ...operations.map((id) => finding('OPERATION_UNRECORDED', id, 'The operation was answered and has no line.')),
        ...events.map((id) => finding('EVENT_UNRECORDED', id, 'The event was delivered and no line says so.')),
      ],
      young: this.#operations.size + this.#events.size - operations.length - events.length,
    };
  }
}
