import type { Database } from '#libs/postgres';
import type { Agency, KnownClient, Membership, RegisteredDocument, Stream, TaskForce } from '../model/participant.js';
import type { Register } from '../model/snapshot.js';

/** One statement, so that the revision and the rows are of one moment. */
const REGISTER = {
  name: 'directory.register.3',
  text: `select
    (select number from directory.revision)::text as revision,
    (select coalesce(json_agg(json_build_object('code', code, 'name', name, 'nameUr', name_ur, 'type', type,
      'regime', regime, 'country', country, 'contact', contact) order by code), '[]') from directory.agency) as agencies,
    (select coalesce(json_agg(json_build_object('id', id, 'agency', agency, 'secretHash', secret_hash, 'roles', roles, 'rights', rights,
      'classes', classes, 'purposes', purposes, 'clearance', clearance, 'legalBases', legal_bases,
      'certificateSubject', certificate_subject, 'jwks', jwks, 'keysSince', extract(epoch from keys_since) * 1000) order by id), '[]')
      from directory.client) as clients,
    (select coalesce(json_agg(json_build_object('agency', agency, 'name', name, 'kinds', kinds, 'purpose', purpose,
      'legalBasis', legal_basis, 'classes', classes, 'expiresAt', expires_at) order by agency, name), '[]')
      from directory.stream) as streams,
    (select coalesce(json_agg(code), '[]') from directory.agency where suspended) as suspended,
    (select coalesce(json_agg(json_build_object('code', code, 'title', title, 'expiresAt', expires_at) order by code), '[]')
      from directory.task_force) as "taskForces",
    (select coalesce(json_agg(json_build_object('taskForce', task_force, 'agency', agency, 'since', since, 'until', until) order by agency, task_force), '[]')
      from directory.membership where until is null or until > now()) as memberships,
    (select coalesce(json_agg(json_build_object('agency', agency, 'id', id, 'text', text, 'purpose', purpose) order by agency, id), '[]')
      from directory.trusted_document) as documents`,
};

const REVISION = { name: 'directory.revision.1', text: 'select number::text as revision from directory.revision' };

interface RegisterRow {
  revision: string;
  agencies: Agency[];
  clients: KnownClient[];
  suspended: string[];
  streams: (Omit<Stream, 'expiresAt'> & { expiresAt: string })[];
  taskForces: (Omit<TaskForce, 'expiresAt'> & { expiresAt: string })[];
  memberships: (Omit<Membership, 'since' | 'until'> & { since: string; until: string | null })[];
  documents: RegisteredDocument[];
}

export async function readRegister(database: Database): Promise<Register> {
  const [row] = await database.lookAside<RegisterRow>(REGISTER);
  const streams = row!.streams.map((stream) => ({ ...stream, expiresAt: new Date(stream.expiresAt) }));
  const taskForces = row!.taskForces.map((taskForce) => ({ ...taskForce, expiresAt: new Date(taskForce.expiresAt) }));
  const memberships = row!.memberships.map((one) => ({ ...one, since: new Date(one.since), until: one.until === null ? null : new Date(one.until) }));
  const { agencies, clients, suspended, documents } = row!;
  return { revision: BigInt(row!.revision), agencies, clients, streams, suspended, taskForces, memberships, documents };
}

export async function readRevision(database: Database): Promise<bigint> {
  const [row] = await database.lookAside<{ revision: string }>(REVISION);
  return BigInt(row!.revision);
}
