import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ALL_CLASSES, maskOf, purposeMask, type RecordClass } from '#libs/contracts';
import { TLP_RANK } from '#libs/kernel';
import type { DocumentGiven } from './actions/trusted-documents.js';
import type { Agency, Client, Stream, TaskForce } from './model/participant.js';

/** The register as data: what a hub starts with. */
export interface Participants {
  readonly agencies: readonly Agency[];
  readonly clients: readonly Client[];
  readonly streams: readonly Stream[];
  readonly taskForces?: readonly FoundedTaskForce[];
  readonly documents?: readonly DocumentGiven[];
}

/** A task force with the codes of the agencies that belong to it. */
export interface FoundedTaskForce extends TaskForce {
  readonly members: readonly string[];
}

/** As written in the file: codes where the tables hold masks and ranks; `"*"` stands for all classes. */
interface WrittenClient extends Omit<Client, 'classes' | 'purposes' | 'clearance'> {
  classes: RecordClass[] | '*';
  purposes: string[];
  clearance: string;
}

interface WrittenStream extends Omit<Stream, 'classes' | 'expiresAt'> {
  classes: RecordClass[] | '*';
  expiresAt: string;
}

interface Written {
  agencies: Agency[];
  clients: WrittenClient[];
  streams: WrittenStream[];
  taskForces?: (Omit<FoundedTaskForce, 'expiresAt'> & { expiresAt: string })[];
  /** Files relative to the register's own. */
  documents?: { agency: string; file: string; purpose: string | null }[];
}

/** Reads a register such as `deploy/local/participants.json`. Throws `TypeError` when a code in it is unknown. */
export async function readParticipants(file: string): Promise<Participants> {
  const written = JSON.parse(await readFile(file, 'utf8')) as Written;
  const codes = new Set(written.agencies.map((agency) => agency.code));
  const known = (agency: string | null, of: string) => {
    if (agency !== null && !codes.has(agency)) throw new TypeError(`${of}: the register has no such agency`);
  };
  written.clients.forEach((client) => known(client.agency, `client ${client.id}`));
  written.streams.forEach((stream) => known(stream.agency, `stream ${stream.name} of ${stream.agency}`));
  written.taskForces?.forEach(({ code, members }) => members.forEach((member) => known(member, `task force ${code}`)));
  written.documents?.forEach((document) => known(document.agency, `document ${document.file}`));
  const documents = (written.documents ?? []).map(async ({ agency, file: name, purpose }) =>
    ({ agency, purpose, text: await readFile(join(dirname(file), name), 'utf8') }));
  return {
    agencies: written.agencies,
    clients: written.clients.map(clientOf),
    streams: written.streams.map(streamOf),
    taskForces: (written.taskForces ?? []).map((one) => ({ ...one, expiresAt: new Date(one.expiresAt) })),
    documents: await Promise.all(documents),
  };
}

function clientOf(written: WrittenClient): Client {
  const clearance = TLP_RANK[written.clearance];
  if (clearance === undefined) throw new TypeError(`client ${written.id}: clearance is no TLP label`);
  return {
    ...written,
    clearance,
    classes: classesOf(written.classes),
    purposes: purposeMask(...written.purposes),
  };
}

function streamOf(written: WrittenStream): Stream {
  purposeMask(written.purpose); // throws when there is no such purpose
  return { ...written, classes: classesOf(written.classes), expiresAt: new Date(written.expiresAt) };
}

function classesOf(written: RecordClass[] | '*'): number {
  return written === '*' ? ALL_CLASSES : maskOf(...written);
}
