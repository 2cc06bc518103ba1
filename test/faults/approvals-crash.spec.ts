import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letCome, officer, requestOf, untilStep } from '../dataprotection/approving.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { caseDocument, envelope } from '../world/index.js';

/** Holds whatever changes a record for some seconds, in the middle of its transaction. */
const HELD = `create function public.held() returns trigger language plpgsql as 'begin perform pg_sleep(4); return new; end';
  create trigger held before update on records.record for each row execute function public.held()`;
const LET_GO = 'drop trigger held on records.record; drop function public.held()';

let ground: Ground;
let hub: Hub;
beforeAll(async () => {
  ground = await newGround(false);
  hub = await startHub({ ground });
}, 90_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

async function asked(): Promise<{ record: string; request: string }> {
  const { id: record } = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['europol'], onward: 'with-consent' }) }));
  return { record, request: (await officer(hub, 'europol').onward(record, 'de-bka')).data.receipt.id };
}

describe('approvals, when processes die', () => {
  it('a hub that is killed between the answer and what follows from it has done neither; asked again, it does both', async () => {
    const { record, request } = await asked();
    await ground.rows(HELD);
    const answering = officer(hub, 'fia', 'o-2').answer(request, true).catch(() => null);
    await eventually(async () => (await ground.rows(`select from pg_stat_activity where wait_event = 'PgSleep' and query like '%transfers.widen%'`)).length > 0, () => 'nobody was in the middle of it');
    await hub.kill();
    await answering;
    await ground.rows(LET_GO); // waits for whoever still holds the table
    hub = await startHub({ ground });
    expect([(await requestOf(officer(hub, 'fia'), request)).steps.map(({ step }) => step), await officer(hub, 'de-bka').reads(record)]).toEqual([['asked'], null]);
    expect((await officer(hub, 'fia', 'o-2').answer(request, true)).data.receipt).toMatchObject({ state: 'agreed', duplicate: false });
    expect(await officer(hub, 'de-bka').reads(record)).toMatchObject({ id: record, version: 1 });
    expect(await ground.rows('select from approvals.step where request = $1', [request])).toHaveLength(2);
  }, 120_000);

  it('two workers do not remind twice, and each party\'s ledger has one line of it', async () => {
    const second = await startHub({ ground });
    const requests = await Promise.all(Array.from({ length: 6 }, asked));
    for (const { request } of requests) await letCome(hub, request, { remind_at: `array[now() - interval '2 hours', now() - interval '1 hour', now() + interval '1 hour']` });
    for (const { request } of requests) await untilStep(hub, request, 'reminded');
    await ground.rows(`update graphile_worker._private_jobs set run_at = now()`);
    await eventually(async () => (await ground.rows('select from graphile_worker._private_jobs where run_at <= now()')).length === 0);
    const [counted] = await ground.rows<{ steps: number; lines: number }>(`select (select count(*)::int from approvals.step where step = 'reminded') as steps,
      (select count(*)::int from audit.ledger where action = 'approval-reminded') as lines`);
    expect(counted).toEqual({ steps: 6, lines: 12 });
    await second.stop();
  }, 120_000);

  it('what a worker that died had in hand is free again, and comes all the same', async () => {
    const { request } = await asked();
    await ground.rows(`update graphile_worker._private_jobs set locked_at = now() - interval '2 minutes', locked_by = 'a runner that died' where key = $1`, [`approvals.attend/${request}`]);
    await letCome(hub, request, { expires_at: `now() - interval '1 second'` });
    await ground.rows('select jobs.release()');
    await untilStep(hub, request, 'expired');
    expect((await officer(hub, 'fia').answer(request, true)).codes).toEqual(['APPROVAL_EXPIRED']);
  });

  it('jobs hold the id of what is due and nothing else', async () => {
    const { request } = await asked();
    const [job] = await ground.rows<{ payload: unknown; key: string }>('select payload, key from graphile_worker._private_jobs where key = $1', [`approvals.attend/${request}`]);
    expect(job).toEqual({ payload: { id: request }, key: `approvals.attend/${request}` });
    await officer(hub, 'europol').withdraw(request);
    expect(await ground.rows('select from graphile_worker._private_jobs where key = $1', [`approvals.attend/${request}`])).toEqual([]);
  });
});
