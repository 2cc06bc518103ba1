import type { Database } from '#libs/postgres';
import type { Agency, KnownClient, Stream } from '../model/participant.js';
import type { Register } from '../model/snapshot.js';

/** One statement, so that the revision and the rows are of one moment. */
const REGISTER = {
  name: 'directory.register.2',
  text: `select
    (select number from directory.revision)::text as revision,
    (select coalesce(json_agg(json_build_object('code', code, 'name', name, 'nameUr', name_ur, 'type', type,
      'regime', regime, 'country', country, 'contact', contact) order by code), '[]') from directory.agency) as agencies,
    (select coalesce(json_agg(json_build_object('id', id, 'agency', agency, 'secretHash', secret_hash, 'roles', roles,
      'classes', classes, 'purposes', purposes, 'clearance', clearance, 'legalBases', legal_bases,
      'certificateSubject', certificate_subject, 'jwks', jwks, 'keysSince', extract(epoch from keys_since) * 1000) order by id), '[]')
      from directory.client) as clients,
    (select coalesce(json_agg(json_build_object('agency', agency, 'name', name, 'kinds', kinds, 'purpose', purpose,
      'legalBasis', legal_basis, 'classes', classes, 'expiresAt', expires_at) order by agency, name), '[]')
      from directory.stream) as streams,
    (select coalesce(json_agg(code), '[]') from directory.agency where suspended) as suspended`,
};

const REVISION = { name: 'directory.revision.1', text: 'select number::text as revision from directory.revision' };

interface RegisterRow {
  revision: string;
  agencies: Agency[];
  clients: KnownClient[];
  suspended: string[];
  streams: (Omit<Stream, 'expiresAt'> & { expiresAt: string })[];
}

export async function readRegister(database: Database): Promise<Register> {
  const [row] = await database.run<RegisterRow>(REGISTER, []);
  const streams = row!.streams.map((stream) => ({ ...stream, expiresAt: new Date(stream.expiresAt) }));
  return { revision: BigInt(row!.revision), agencies: row!.agencies, clients: row!.clients, streams, suspended: row!.suspended };
}

export async function readRevision(database: Database): Promise<bigint> {
  const [row] = await database.run<{ revision: string }>(REVISION, []);
  return BigInt(row!.revision);
}
