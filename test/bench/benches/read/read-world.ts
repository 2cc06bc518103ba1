import { readFileSync } from 'node:fs';
import pg from 'pg';
import { systemIds } from '#libs/kernel';
import { SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { progress } from '../../measure/say.js';
import { callerOf } from '../../world/callers.js';
import { Chance } from '../../world/chance.js';
import { asAdmin, urlOf, withFreshDatabase } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { inventedCase } from '../../world/invented-case.js';
import { worldClock, WORLD_TIME } from '../../world/world-source.js';
import type { Services } from '../bench.js';

type Tree = Record<string, unknown>;

const AT_ONCE = 8;
const CASES = 2_000;

/** A database for the length of `work`, with the same cases for the hub and for the peers. */
export async function withReadWorld<Result>(services: Services, work: (url: string, ids: readonly string[]) => Promise<Result>): Promise<Result> {
  const cluster = await services.postgres();
  return withFreshDatabase(cluster, async (name) => {
    const url = urlOf(cluster.url, name);
    const house = await openHub(url, { clock: worldClock });
    const ids = await buildReadWorld(house, url, CASES).finally(() => house.close());
    await asAdmin(cluster, name, (admin) => admin.query('vacuum (analyze)'));
    return work(url, ids);
  });
}

/** Cases and their alerts, the same in the hub, through its door, and in the peers' tables. @returns the cases' ids, oldest first */
async function buildReadWorld(house: House, url: string, cases: number): Promise<string[]> {
  const peers = new pg.Pool({ connectionString: url, max: AT_ONCE });
  try {
    await peers.query(readFileSync('test/bench/peers/tables.sql', 'utf8'));
    for (const { code, name } of house.directory.agencies()) await peers.query('insert into peer.agency values ($1, $2)', [code, name]);
    const submit = new SubmitRecord(house.keeping);
    const told = progress('handing in cases with their alerts', cases);
    const ids: string[] = [];
    for (let start = 0; start < cases; start += AT_ONCE) {
      const indexes = Array.from({ length: Math.min(AT_ONCE, cases - start) }, (_, place) => start + place);
      ids.push(...await Promise.all(indexes.map((index) => handIn(submit, peers, index))));
      told(ids.length);
    }
    await peers.query('vacuum (analyze)').catch(() => undefined); // of tables that are not ours the server only warns
    return ids.sort();
  } finally {
    await peers.end();
  }
}

async function handIn(submit: SubmitRecord, peers: pg.Pool, index: number): Promise<string> {
  const { agency, document } = inventedCase(index, 50);
  const { id } = await submit.run(callerOf(agency), { kind: 'case', document, idempotencyKey: `case-${index}` });
  const { envelope, victims, offences } = document as { envelope: Tree; victims: Tree[]; offences: Tree[] };
  const readers = [agency, ...(envelope.recipients as string[])];
  await peers.query('insert into peer.record values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
    id, WORLD_TIME, document.status, document.openedOn, document.summary, document.exploitation, agency,
    JSON.stringify(only(envelope, ['reference', 'tlp', 'classification', 'purposes'])),
    JSON.stringify(victims.map((victim) => only(victim, ['ref', 'gender', 'majority', 'citizenships']))),
    JSON.stringify(offences.map((offence) => only(offence, ['code', 'stage']))), readers,
  ]);
  for (const alert of alertsOf(id, envelope, new Chance(index))) {
    const raised = await submit.run(callerOf(agency), { kind: 'alert', document: alert, idempotencyKey: `alert-${systemIds.next()}` });
    await peers.query('insert into peer.alert values ($1, $2, $3, $4, $5, $6, $7)', [raised.id, id, alert.type, alert.urgency, alert.text, agency, readers]);
  }
  return id;
}

function alertsOf(caseId: string, envelope: Tree, chance: Chance): Tree[] {
  const { legalBasis, purposes, recipients, tlp, erasureDate } = envelope;
  return Array.from({ length: 1 + chance.below(4) }, () => ({
    envelope: { legalBasis, purposes, recipients, tlp, erasureDate }, caseId, type: chance.one(['wanted', 'warning', 'route']),
    urgency: chance.one(['flash', 'urgent', 'routine']), text: 'Watch for the same vehicle on the same road, and say so when it is seen.',
  }));
}

const only = (tree: Tree, fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, tree[field]]));

