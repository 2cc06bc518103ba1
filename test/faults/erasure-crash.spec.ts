import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databaseAt } from '../services/index.js';
import { running } from '../services/running.js';
import { caseDocument, envelope } from '../world/index.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';

const RECORDS = 60;
const ERASE = 'mutation($id: ID!, $key: ID!) { receipt: eraseCase(id: $id, reason: "unlawful", idempotencyKey: $key) { id version duplicate } }';

let ground: Ground;
let hub: Hub;
let keys: pg.Client;
beforeAll(async () => {
  ground = await newGround(false);
  hub = await startHub({ ground });
  keys = new pg.Client({ connectionString: databaseAt(running().adminUrl, 'amanat_keys') });
  await keys.connect();
}, 60_000);
afterAll(async () => {
  await keys?.end();
  await hub?.stop();
  await ground?.drop();
});

const erasures = () => ground.rows<{ record_id: string; keys: string[]; shredded_at: Date | null }>('select record_id, keys, shredded_at from retention.erasure');
const erase = (id: string) => hub.client.write('fia', ERASE, { id, key: `erase ${id}` });

describe('the hub is killed between the two databases, while records are erased', () => {
  it('loses no erasure that it acknowledged, leaves no key of one, and proves each once', async () => {
    const ids = new Set<string>();
    for (let nth = 0; nth < RECORDS; nth++) ids.add((await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: [] }) }))).id);
    const kept = (await hub.client.submit('fia', 'case', caseDocument())).id;
    const acknowledged = new Set<string>();
    for (const least of [RECORDS / 4, RECORDS / 2]) {
      const lane = async () => {
        for (const id of ids) if (!acknowledged.has(id)) await erase(id).then(() => acknowledged.add(id), () => undefined);
      };
      const lanes = Promise.all([lane(), lane()]);
      await eventually(async () => acknowledged.size >= least, () => 'nothing was erased', 30_000);
      await hub.kill();
      await lanes;
      const stored = new Set((await erasures()).map(({ record_id: id }) => id));
      expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
      hub = await startHub({ ground });
    }
    for (const id of ids) await erase(id);
    await eventually(async () => (await erasures()).every(({ shredded_at: at }) => at !== null), () => 'not all were shredded', 30_000);
    const all = await erasures();
    expect(all).toHaveLength(RECORDS);
    expect((await keys.query('select 1 from keys.key where id = any ($1)', [all.flatMap((one) => one.keys)])).rows).toEqual([]);
    const lines = await ground.rows<{ action: string; lines: number }>(`select action, count(*)::int as lines from audit.ledger where action in ('erase', 'shred') group by 1 order by 1`);
    expect(lines).toEqual([{ action: 'erase', lines: RECORDS }, { action: 'shred', lines: RECORDS }]);
    const { data } = await hub.client.graphql('fia', { query: 'query($id: ID!) { case(id: $id) { victims { identity { fullName } } } }', variables: { id: kept }, officer: 'o-1', purpose: 'victim-protection' });
    expect(data.case.victims[0].identity.fullName).toBe('زینب خان');
  }, 120_000);
});
