import { afterAll, beforeAll, describe } from '@jest/globals';
import { uuidV7 } from '#libs/kernel';
import { envelope, type Tree } from '../../world/index.js';
import { startHub, type Answer, type Asked, type Hub, type HubSettings, type Receipt, type SUBMISSIONS } from '../../world/hub.js';

/** One class of leak that a project of this field, or its tools, has had, and the stories that show it does not happen here. */
export interface Family {
  /** As in the table of leak classes: 1 to 27. */
  readonly number: number;
  readonly leak: string;
  /** Where it was seen: issue, advisory or document. */
  readonly seenIn: string;
  stories(stage: Stage): void;
}

/** What several families share: one running hub, asked as agencies ask it. */
export class Stage {
  #hub: Hub | undefined;

  get hub(): Hub {
    if (!this.#hub) throw new Error('the hub of this stage is not up yet');
    return this.#hub;
  }

  async open(settings: HubSettings): Promise<void> {
    this.#hub = await startHub(settings);
  }

  async close(): Promise<void> {
    await this.#hub?.stop();
  }

  /** A question of an officer of the agency's own client. */
  ask(client: string, query: string, variables: Readonly<Record<string, unknown>> = {}, more: Partial<Asked> = {}): Promise<Answer> {
    return this.hub.client.graphql(client, { query, variables, ...more });
  }

  submit(agency: string, kind: keyof typeof SUBMISSIONS, document: unknown, key?: string): Promise<Receipt> {
    return this.hub.client.submit(agency, kind, document, key);
  }

  rows<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.hub.ground.rows<Row>(text, values);
  }
}

/** Runs the families on one hub of this test file. */
export function onOneHub(settings: HubSettings, families: readonly Family[]): void {
  const stage = new Stage();
  beforeAll(() => stage.open(settings), 90_000);
  afterAll(() => stage.close());
  for (const { number, leak, seenIn, stories } of families) describe(`${number}. ${leak} (${seenIn})`, () => stories(stage));
}

/** An id of this moment that no record has. */
export function absentId(): string {
  return uuidV7(Date.now());
}

/** An envelope to these agencies alone. */
export function onlyFor(recipients: readonly string[], changes: Tree = {}): Tree {
  return envelope({ recipients, ...changes });
}

/** What an answer tells: its status and its bytes, with the ids that were asked for made alike. */
export function told({ status, text }: Answer, ...asked: readonly string[]): { status: number; text: string } {
  return { status, text: asked.reduce((left, id) => left.replaceAll(id, 'ASKED'), text) };
}
