import { maskOf, purposeMask } from '#libs/contracts';
import { joinTaskForce, leaveTaskForce, openStream, openTaskForce, registerAgency, registerClient, type Stream } from '#libs/directory';
import { Relabel, type RelabelJob, type RelabelSettings } from '#libs/relabel';
import type { Tx } from '#libs/postgres';
import type { World } from '../world/index.js';

export const TASK_FORCE = 'tf-eastern-route';
const LATER = new Date('2035-01-01T00:00:00Z');

/** Changes the register, and lets the world's own processes see it. */
export async function changed(world: World, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await world.house.database.transaction(work);
  await world.house.directory.refresh();
}

export const founded = (world: World, code = TASK_FORCE) => changed(world, (tx) => openTaskForce(tx, { code, title: 'Eastern route', expiresAt: LATER }));
export const joined = (world: World, agency: string, code = TASK_FORCE) => changed(world, (tx) => joinTaskForce(tx, code, agency));
export const left = (world: World, agency: string, code = TASK_FORCE) => changed(world, (tx) => leaveTaskForce(tx, code, agency));

/** A police force of another province: a new participant with one client and, where said, one stream. */
export async function newAgency(world: World, code = 'police-sindh', stream = true): Promise<void> {
  await changed(world, async (tx) => {
    await registerAgency(tx, { code, name: 'Sindh Police', nameUr: null, type: 'investigation', regime: 'PK', country: 'PK', contact: null });
    await registerClient(tx, {
      id: code, agency: code, roles: ['officer'], classes: 8191, purposes: purposeMask('criminal-investigation', 'victim-protection'),
      clearance: 4, legalBases: ['PTPA2018'], secretHash: 'none that any secret fits',
    });
    if (stream) await openStream(tx, streamOf(code));
  });
}

export function streamOf(agency: string, changes: Partial<Stream> = {}): Stream {
  return {
    agency, name: 'records', kinds: ['case', 'incident'], purpose: 'criminal-investigation', legalBasis: 'PTPA2018',
    classes: maskOf('REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'), expiresAt: LATER, ...changes,
  };
}

/** Works the audiences out again as the worker does, without the wait for other processes: there are none. */
export function relabelled(world: World, settings: Partial<RelabelSettings> = {}, ordered = false): Promise<RelabelJob | null> {
  const { database, directory, keeping } = world.house;
  return new Relabel(database, directory, keeping.source.ids, { settle: 0, ...settings }).run(() => undefined, undefined, ordered);
}

interface EntryRow {
  readonly agency: string;
  readonly stream: string;
  readonly type: string;
  readonly version: number;
}

/** What an agency was told of a record, in order. */
export async function toldOf(world: World, agency: string, record: string): Promise<string[]> {
  const rows = await world.rows<EntryRow>('select type, version from delivery.entry where agency = $1 and record_id = $2 order by xid, seq', [agency, record]);
  return rows.map(({ type, version }) => `${type} ${version}`);
}
