import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepCountersignature } from '#libs/audit';
import { Relay } from '#libs/delivery';
import { callerFacts } from '#libs/disclosure';
import { POLICY_HASH } from '#libs/policy';
import { Relabel } from '#libs/relabel';
import { RestrictRecord } from '#libs/records';
import { ActOnLimits, EraseRecord } from '#libs/retention';
import { limitsOf } from '../dataprotection/keys-world.js';
import { ExplainRecord } from '../../libs/records/actions/explain-record.js';
import { AcknowledgeAlert } from '../../libs/alerts/actions/acknowledge-alert.js';
import { acknowledgementsOf } from '../../libs/alerts/postgres/acknowledgement.store.js';
import { eventually } from '../world/eventually.js';
import { alertDocument, caseDocument, openWorld, type World } from '../world/index.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { house } = world;
  const receipt = await world.submit('fia', 'case', caseDocument());
  const amended = await world.amend('fia', 'case', receipt, caseDocument({ summary: 'They were moved on.' }));
  await world.amend('fia', 'case', amended, caseDocument({ summary: 'They were moved on.' })); // nothing new: a line, and no version
  const alert = await world.submit('fia', 'alert', alertDocument());
  await new AcknowledgeAlert(house.keeping, world.find).run(world.caller('nccia'), { id: alert.id, idempotencyKey: 'noted' });
  await world.find.one(world.caller('nccia'), 'case', receipt.id);
  await world.find.one(world.caller('pta'), 'case', receipt.id);
  await world.find.page(world.caller('europol'), 'case', {});
  await new ExplainRecord(house.keeping).run(world.caller('fia'), 'nccia', receipt.id);
  await house.feed.page(world.caller('nccia'), 'records', null, 10);
  const topics = { outbound: (agency: string, stream: string) => `${agency}.${stream}`, recalls: (agency: string) => agency, rejections: (agency: string) => agency };
  const outlet = { producer: { sendAll: async () => undefined }, topics };
  const relay = new Relay(house.database, house.disclosure, house.directory, outlet as never);
  await eventually(async () => (await relay.pass()) > 0); // entries show once no older transaction of the server is open, and other tests share it
  await world.rows(`delete from records.record_audience where audience = 'nccia'`);
  await new Relabel(house.database, house.directory, house.keeping.source.ids, { settle: 0 }).run();
  await acknowledgementsOf(house.database, callerFacts(world.caller('fia')), [alert.id]);
  await keepCountersignature(house.database, callerFacts(world.caller('fia')), { size: 1, note: 'a checkpoint', key: 'a key', line: 'a line' });
  await world.withdraw('fia', 'case', amended);
  await actOnLimits();
});
afterAll(() => world?.close());

/** Restricted, held, reviewed and, in the end, erased. */
async function actOnLimits(): Promise<void> {
  const { keeping, database } = world.house;
  const [fia, limits] = [world.caller('fia'), new ActOnLimits(database, keeping.source.clock)];
  const { id, version } = await world.submit('fia', 'case', caseDocument());
  await limits.hold(fia, { id, ground: 'evidence', until: '2035-01-01' });
  await limits.lift(fia, id);
  await limits.reviewed(fia, { id, next: '2030-01-01' });
  await new RestrictRecord(keeping).run(fia, { kind: 'case', id, version, ground: 'accuracy-contested', idempotencyKey: 'contested' });
  await new EraseRecord(keeping).run(fia, { kind: 'case', id, reason: 'unlawful', idempotencyKey: 'erased' });
  await limitsOf(world.house, { grace: 30, missed: 'restrict' }).run();
}

describe('every line of the ledger', () => {
  it('names the rule table that was asked, whatever was done and by whom: a caller, a stream, a refusal', async () => {
    const lines = await world.rows<{ action: string; policy: string; streamed: boolean }>(
      `select distinct action, policy, client like 'stream:%' as streamed from audit.ledger order by 1, 3`);
    expect(lines.filter(({ policy }) => policy !== POLICY_HASH)).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'deliver', streamed: true }), expect.objectContaining({ action: 'deliver', streamed: false })]));
    const refused = await world.rows(`select 1 from audit.ledger where agency = 'pta' and masks = '{0}' and policy = $1`, [POLICY_HASH]);
    expect(refused).toHaveLength(1);
  });

  it('and there is no action that the hub writes a line for and this has not done', async () => {
    const written = await world.rows<{ action: string }>(`select distinct (regexp_matches(prosrc, 'audit\\.append\\(c, ''(\\w+)''', 'g'))[1] as action from pg_proc order by 1`);
    const done = await world.rows<{ action: string }>('select distinct action from audit.ledger order by 1');
    expect(written.length).toBeGreaterThan(6);
    expect(done).toEqual(expect.arrayContaining(written));
  });

  it('carries the hash that PostgreSQL itself has of the table', async () => {
    expect(await world.rows('select policy_hash() as hash')).toEqual([{ hash: POLICY_HASH }]);
  });
});
