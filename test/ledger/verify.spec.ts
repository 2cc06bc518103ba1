import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { amanat, type CommandEnd } from '../import/command.js';
import { caseDocument, envelope } from '../world/index.js';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { feedOf } from '../world/hub/exits.js';

let hub: Hub;
let folder: string;
let key: string;
const operations: string[] = [];
const events: string[] = [];
const BY_ID = 'query($id: ID!) { case(id: $id) { id summary } }';
const inFolder = (name: string) => join(folder, name);

async function exported(name: string, ...words: string[]): Promise<CommandEnd> {
  return amanat(folder, 'nccia-dpo', 'ledger', 'export', '--as', 'nccia-dpo', '--url', hub.url, '--out', inFolder(name),
    '--purpose', 'criminal-investigation', '--legal-basis', 'PECA2016', ...words).ended;
}
const verify = (name: string, ...words: string[]) => amanat(folder, 'nobody', 'verify', inFolder(name), '--key', key, ...words).ended;
const sealed = () => eventually(async () => (await hub.ground.rows(`
  select from audit.ledger l join audit.place p using (agency) where agency = 'nccia' and (l.era, l.xid, l.seq) > (p.era, p.xid, p.seq) limit 1`)).length === 0);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amanat-verify-'));
  hub = await startHub({ environment: { AMANAT_LEDGER_INTERVAL_MS: '100' } });
  const { id } = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }) }));
  for (let turn = 0; turn < 270; turn++) operations.push((await hub.client.graphql('nccia', { query: BY_ID, variables: { id } })).operation!);
  operations.push((await hub.client.graphql('nccia', { query: '{ me { id } agencies { code } }' })).operation!);
  operations.push((await hub.client.graphql('nccia', { query: '{ deliveries(stream: "alerts") { edges { cursor } } }' })).operation!);
  events.push(...(await feedOf(hub, 'nccia')).map((delivery, offset) => `amanat.to.nccia.records 0 ${offset} ${delivery.id}`));
  await sealed();
  key = (await hub.client.graphql('nccia', { query: '{ sealLog { key } }' })).data.sealLog.key;
  writeFileSync(inFolder('operations'), operations.join('\n'));
  writeFileSync(inFolder('offsets'), events.join('\n'));
}, 90_000);
afterAll(async () => {
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an agency verifies its ledger without trusting the hub', () => {
  it('exports it and finds that all is right, with every operation and event it noted', async () => {
    expect(await exported('whole')).toMatchObject({ status: 0 });
    const { status, results } = await verify('whole', '--operations', inFolder('operations'), '--offsets', inFolder('offsets'), '--grace', '0', '--json');
    expect([status, JSON.parse(results)]).toEqual([0, expect.objectContaining({ valid: true, agency: 'nccia', findings: [] })]);
    expect(JSON.parse(results).lines).toBeGreaterThan(272);
    expect(readFileSync(inFolder('whole'), 'utf8')).not.toMatch(/"(?:seq|xid)"|Recruited/u);
  });

  it('an export that was stopped goes on, and is the same', async () => {
    const whole = readFileSync(inFolder('whole'), 'utf8');
    writeFileSync(inFolder('half'), whole.slice(0, Math.floor(whole.length * 0.99)));
    const { status, told } = await exported('half');
    expect([status, told]).toEqual([0, expect.stringContaining('Going on after 256 lines')]);
    expect(readFileSync(inFolder('half'), 'utf8')).toBe(whole);
  });

  it('a later export proves that it continues an earlier one', async () => {
    expect(await exported('later', '--former', inFolder('whole'))).toMatchObject({ status: 0 });
    expect(await verify('later', '--former', inFolder('whole'))).toMatchObject({ status: 0 });
    expect(await verify('whole', '--former', inFolder('later'))).toMatchObject({ status: 1, results: expect.stringContaining('LOG_REWRITTEN') });
  });

  it.each([
    ['edited', (rows: string[]) => { rows[20] = rows[20]!.replace('"client":"nccia"', '"client":"other"'); }, 'LINE_EDITED: line 16 of '],
    ['removed', (rows: string[]) => void rows.splice(20, 1), 'LINE_REMOVED: line 16 of '],
    ['put elsewhere', (rows: string[]) => void rows.splice(30, 0, ...rows.splice(20, 1)), 'LINE_REORDERED: line 16 of '],
    ['cut away at the end', (rows: string[]) => void rows.splice(-9), 'EXPORT_TRUNCATED: '],
  ])('finds a line that was %s, and says which', async (_how, tamper, found) => {
    const rows = readFileSync(inFolder('whole'), 'utf8').trimEnd().split('\n');
    tamper(rows);
    writeFileSync(inFolder('tampered'), rows.map((row) => `${row}\n`).join(''));
    expect(await verify('tampered')).toMatchObject({ status: 1, results: expect.stringContaining(found) });
  });

  it('finds what the operator of the database changed behind the hub, in full tiles and in the last one', async () => {
    const before = await hub.ground.rows<{ seq: string }>(`select seq from audit.ledger where agency = 'nccia' order by era, xid, seq`);
    await hub.ground.rows(`update audit.ledger set officer = 'o-another' where agency = 'nccia' and seq = $1`, [before[40]!.seq]);
    await hub.ground.rows(`delete from audit.ledger where agency = 'nccia' and seq = any ($1)`, [[before[100]!.seq, before[260]!.seq]]);
    expect(await exported('changed')).toMatchObject({ status: 0 });
    const { status, results } = await verify('changed', '--operations', inFolder('operations'), '--grace', '0', '--json');
    const period = JSON.parse(readFileSync(inFolder('whole'), 'utf8').split('\n')[2]!).period as string;
    const { findings } = JSON.parse(results) as { findings: { code: string; place: string }[] };
    expect([status, findings.map(({ code, place }) => `${code} ${place}`)]).toEqual([1, expect.arrayContaining([
      `LINE_EDITED line 40 of ${period}`, `LINE_REMOVED line 100 of ${period}`, `LINE_REMOVED line 260 of ${period}`, `OPERATION_UNRECORDED ${operations[100]}`,
    ])]);
  });

  it('finds an operation that was answered and whose line was suppressed', async () => {
    await hub.ground.rows(`create function audit.forget() returns trigger language plpgsql as 'begin return null; end';
      create trigger forget before insert on audit.ledger for each row when (new.case_reference = 'SUPPRESSED') execute function audit.forget()`);
    const { operation, data } = await hub.client.graphql('nccia', { query: '{ me { id } }', headers: { 'amanat-case-reference': 'SUPPRESSED' } });
    expect(data.me.id).toBe('nccia');
    writeFileSync(inFolder('suppressed'), operation!);
    await new Promise((resume) => setTimeout(resume, 300));
    await exported('omitted');
    expect(await verify('omitted', '--operations', inFolder('suppressed'), '--grace', '0'))
      .toMatchObject({ status: 1, results: expect.stringContaining(`OPERATION_UNRECORDED: ${operation}`) });
  });

  it('says what it needs', async () => {
    expect(await amanat(folder, 'nobody', 'verify', inFolder('whole')).ended).toMatchObject({ status: 2, told: expect.stringContaining('--key is needed') });
    expect(await verify('nowhere')).toMatchObject({ status: 2, told: expect.stringContaining('FILE_INVALID') });
    expect(await amanat(folder, 'nobody', 'verify', inFolder('whole'), '--key', 'x+y').ended).toMatchObject({ status: 2 });
  });
});
