/** PostGraphile under row-level security, behind a bare node:http. The agency is the header `agency`. */
import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL) });

const handler = postgraphile(pool, 'peer', {
  graphiql: false, enableCors: false, dynamicJson: true, legacyRelations: 'omit', disableQueryLog: true, ignoreRBAC: false,
  pgSettings: (request) => ({ role: 'peer_reader', 'peer.agency': request.headers.agency }),
});
const server = createServer(handler);
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stderr.write('{"event":"ready"}\n'));
process.on('SIGTERM', () => process.exit(0));
