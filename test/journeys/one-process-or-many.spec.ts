import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument } from '../world/index.js';
import { startHub, type Hub } from '../world/hub.js';

let hub: Hub;
beforeAll(async () => { const t = Date.now(); hub = await startHub({ kafka: true }); console.log('up', Date.now() - t); }, 90_000);
afterAll(async () => { console.log(hub?.processes.get('hub')!.log); const t = Date.now(); await hub?.stop(); console.log('down', Date.now() - t); });

describe('x', () => {
  it('y', async () => {
    let t = Date.now();
    const done = await hub.client.graphql('fia', { query: 'mutation($case: CaseInput!) { submitCase(case: $case, idempotencyKey: "1") { id version duplicate } }', variables: { case: caseDocument() } });
    console.log(done, Date.now() - t); t = Date.now();
    const reader = await hub.topics.read('europol', 'records');
    console.log(await reader.until((m) => m.length === 1), Date.now() - t);
    expect(done.codes).toEqual([]);
  });
});
