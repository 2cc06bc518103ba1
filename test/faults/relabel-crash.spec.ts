import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { newAgency, relabelled } from '../relabel/stage.js';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { halfStored } from './stage/whole.js';

const RECORDS = 400;
const BATCH = 8;
let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

/** `npx amanat relabel` as an operator runs it. */
function relabelling(...words: string[]): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [resolve('dist/apps/amanat/main.js'), 'relabel', '--batch', String(BATCH), ...words], {
    env: { PATH, HOME, DATABASE_URL: world.url }, stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function killed(command: ChildProcess): Promise<void> {
  const end = once(command, 'close');
  command.kill('SIGKILL');
  await end;
}

const submit = () => world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia', 'police-sindh'], tlp: 'AMBER' }) }));
async function submitMany(count: number): Promise<void> {
  const lane = async () => { for (let place = 0; place < count / 4; place++) await submit(); };
  await Promise.all([1, 2, 3, 4].map(lane));
}

const job = async () => (await world.rows<{ walked: string; finished_at: Date | null }>('select walked, finished_at from relabel.job order by seq desc limit 1'))[0]!;

describe('relabelling is killed in the middle, twice, while records come in', () => {
  it('goes on where it was, and nothing is missing, half done or told twice', async () => {
    await relabelled(world);
    await submitMany(RECORDS);
    await newAgency(world, 'police-sindh', true);
    const comingIn = submitMany(40);
    for (const walked of [RECORDS / 8, RECORDS / 2]) {
      const command = relabelling();
      await eventually(async () => Number((await job()).walked) >= walked, 20_000, `the first ${walked} records`);
      await killed(command);
      expect((await job()).finished_at).toBeNull();
    }
    await comingIn;
    const end = await relabelled(world);
    expect(end).toMatchObject({ reasons: ['agencies-changed', 'streams-changed'] });
    expect(await halfStored(world)).toEqual({});
    expect(await world.rows('select record_id from delivery.entry where agency = $1 group by record_id having count(*) <> 1', ['police-sindh'])).toEqual([]);

    const accounted = await world.rows<{ id: string }>(`select unnest(records) as id from audit.ledger where operation_id = $1 and action = 'relabel'`, [end!.id]);
    expect(new Set(accounted.map(({ id }) => id)).size).toBe(accounted.length);
    expect(accounted).toHaveLength(Number(end!.changed));
  }, 60_000);

  it('two at once take turns, and together they are done once', async () => {
    const before = await world.counts();
    await Promise.all([relabelled(world, { batch: 50 }, true), relabelled(world, { batch: 30 }, true)]);
    const after = await world.counts();
    expect({ ...after, 'audit.ledger': 0 }).toEqual({ ...before, 'audit.ledger': 0 });
    expect(await world.rows('select id from relabel.job where finished_at is null')).toEqual([]);
    expect(await halfStored(world)).toEqual({});
  });
});

describe('the command', () => {
  it('says what is due and what was done', async () => {
    const command = relabelling('--status', '--json');
    let told = '';
    command.stdout!.on('data', (part: Buffer) => void (told += part.toString()));
    expect(await once(command, 'close')).toEqual([0, null]);
    expect(JSON.parse(told)).toMatchObject({ reasons: ['ordered'], changed: 0, announced: 0 });
  });
});
