/** PostGraphile under row-level security, behind a bare node:https. The agency is the header `agency`. */
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { serve } from './serve.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL) });

const handler = postgraphile(pool, 'peer', {
  graphiql: false, enableCors: false, dynamicJson: true, legacyRelations: 'omit', disableQueryLog: true, ignoreRBAC: false,
  pgSettings: (request) => ({ role: 'peer_reader', 'peer.agency': request.headers.agency }),
});
serve(handler);
