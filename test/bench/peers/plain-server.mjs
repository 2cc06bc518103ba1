/**
 * Two ways of answering without a framework, behind a bare node:https: POST /raw assembles rows in
 * JavaScript, POST /json lets PostgreSQL build the answer. Body: {"agency", "before": id, "first"}.
 */
import pg from 'pg';
import { serve } from './serve.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL) });

const RECORDS = {
  name: 'records',
  text: `select r.id, r.version, r.as_of, r.status, r.opened_on, r.summary, r.exploitation, r.envelope, r.victims, r.offences, a.code, a.name
    from peer.record r join peer.agency a on a.code = r.originator
    where $1 = any (r.readers) and r.id < $2 order by r.id desc limit $3`,
};
const ALERTS = {
  name: 'alerts',
  text: `select l.record_id, l.id, l.type, l.urgency, l.text, a.code, a.name
    from peer.alert l join peer.agency a on a.code = l.originator
    where $1 = any (l.readers) and l.record_id = any ($2) order by l.id desc`,
};
const JSON_BUILT = {
  name: 'json',
  text: `select json_build_object('cases', coalesce(json_agg(json_build_object(
      'id', r.id, 'version', r.version, 'asOf', r.as_of, 'status', r.status, 'openedOn', r.opened_on, 'summary', r.summary,
      'exploitation', r.exploitation, 'envelope', r.envelope, 'originator', json_build_object('code', a.code, 'name', a.name),
      'victims', r.victims, 'offences', r.offences, 'alerts', l.alerts) order by r.id desc), '[]'))::text as answer
    from (select * from peer.record where $1 = any (readers) and id < $2 order by id desc limit $3) r
    join peer.agency a on a.code = r.originator
    cross join lateral (
      select coalesce(json_agg(json_build_object('id', l.id, 'type', l.type, 'urgency', l.urgency, 'text', l.text,
        'originator', json_build_object('code', b.code, 'name', b.name)) order by l.id desc), '[]') as alerts
      from peer.alert l join peer.agency b on b.code = l.originator where l.record_id = r.id and $1 = any (l.readers)) l`,
};

async function raw({ agency, before, first }) {
  const { rows } = await pool.query({ ...RECORDS, values: [agency, before, first] });
  const { rows: alerts } = await pool.query({ ...ALERTS, values: [agency, rows.map((row) => row.id)] });
  const ofRecord = new Map(rows.map((row) => [row.id, []]));
  for (const { record_id: record, code, name, ...alert } of alerts) ofRecord.get(record).push({ ...alert, originator: { code, name } });
  return JSON.stringify({
    cases: rows.map(({ as_of: asOf, opened_on: openedOn, code, name, ...row }) =>
      ({ ...row, asOf, openedOn, originator: { code, name }, alerts: ofRecord.get(row.id) })),
  });
}

async function json({ agency, before, first }) {
  return (await pool.query({ ...JSON_BUILT, values: [agency, before, first] })).rows[0].answer;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

serve(async (request, response) => {
  try {
    const answer = await (request.url === '/raw' ? raw : json)(await bodyOf(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
});
