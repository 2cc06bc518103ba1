import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { purposesIn } from '#libs/contracts';
import { Refusal, systemIds, type Caller, type Issue } from '#libs/kernel';
import { AmendRecord, FindRecords, SubmitRecord, WithdrawRecord, type Receipt } from '#libs/records';
import { openHouse, type House, type HouseSettings } from '../../apps/assembly/house.js';
import { countsBy } from './counts.js';
import { worldDatabase } from './template.js';

/** A hub of its own for one test file: real PostgreSQL, the demonstration's participants, no records yet. */
export interface World {
  /** The owner's URL. */
  readonly url: string;
  /** The hub's own login, as which its processes and this world's house work. */
  readonly sessionUrl: string;
  /** The key store, as the hub's own login. */
  readonly keysUrl: string;
  readonly house: House;
  readonly masterKey: Buffer;
  readonly find: FindRecords;
  /** An officer of the agency, as its client is enrolled: purpose and legal basis are its first ones unless changed. */
  caller(agency: string, changes?: Partial<Caller>): Caller;
  submit(agency: string, kind: string, document: unknown, key?: string): Promise<Receipt>;
  amend(agency: string, kind: string, record: { id: string; version: number }, document: unknown, key?: string): Promise<Receipt>;
  withdraw(agency: string, kind: string, record: { id: string; version: number }, key?: string, reason?: string): Promise<Receipt>;
  /** Rows of every table in which something handed in could be kept, seen past row-level security. */
  counts(): Promise<Record<string, number>>;
  /** Rows seen past row-level security; for what no agency may read back. */
  rows<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** `keysUrl`: of a world with a key store of its own. */
export type WorldSettings = Partial<Omit<HouseSettings, 'databaseUrl'>>;

export async function openWorld(settings: WorldSettings = {}): Promise<World> {
  const { url, sessionUrl, adminUrl, drop, ...common } = await worldDatabase();
  const keysUrl = settings.keysUrl ?? common.keysUrl;
  const masterKey = settings.masterKey ?? randomBytes(32);
  const house = await openHouse({ poolSize: 5, ...settings, databaseUrl: sessionUrl, keysUrl, masterKey });
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  admin.on('error', () => undefined);
  const rows = async <Row>(text: string, values: readonly unknown[] = []) => (await admin.query(text, [...values])).rows as Row[];
  const caller = callers(house);
  return {
    url, sessionUrl, keysUrl, house, masterKey, caller, rows, ...verbs(house, caller), find: new FindRecords(house.disclosure),
    counts: () => countsBy(rows),
    close: async () => {
      await house.close();
      await admin.end();
      await drop();
    },
  };
}

function callers(house: House): World['caller'] {
  return (agency, changes = {}) => {
    const client = house.directory.client(agency);
    if (!client) throw new Error(`the register has no client ${agency}`);
    return {
      agency, client: agency, officer: 'o-1', audiences: house.directory.audiencesOf(agency), roles: client.roles, rights: client.rights ?? [],
      classes: client.classes, clearance: client.clearance, purpose: purposesIn(client.purposes)[0]!,
      legalBasis: client.legalBases[0]!, caseReference: null, operationId: systemIds.next(), ...changes,
    };
  };
}

function verbs(house: House, caller: World['caller']): Pick<World, 'submit' | 'amend' | 'withdraw'> {
  const [submit, amend, withdraw] = [new SubmitRecord(house.keeping), new AmendRecord(house.keeping, house.disclosure), new WithdrawRecord(house.keeping)];
  return {
    submit: (agency, kind, document, key = randomUUID()) =>
      submit.run(caller(agency), { kind, document, idempotencyKey: key }),
    amend: (agency, kind, { id, version }, document, key = randomUUID()) =>
      amend.run(caller(agency), { kind, id, version, document, idempotencyKey: key }),
    withdraw: (agency, kind, { id, version }, key = randomUUID(), reason = 'Handed in by mistake.') =>
      withdraw.run(caller(agency), { kind, id, version, reason, idempotencyKey: key }),
  };
}

/** The issues with which `work` was refused; fails when it was not. */
export async function refusalOf(work: Promise<unknown>): Promise<Issue[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return [...error.issues];
    throw error;
  }
  throw new Error('nothing was refused');
}
