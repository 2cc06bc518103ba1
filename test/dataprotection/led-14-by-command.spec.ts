import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { amanatWith, type CommandEnd } from '../import/command.js';
import { startHub, type Hub } from '../world/hub.js';
import { ABSENT, caseOf, collected, newNumber, protection } from './rights/asking.js';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await startHub({ certificates: ['fia', 'fia-dpo'] });
  folder = mkdtempSync(join(tmpdir(), 'amanat-answer-'));
  const { ca, cert, key } = hub.tls!.tlsOf('fia-dpo');
  for (const [name, pem] of Object.entries({ ca, cert, key })) writeFileSync(join(folder, `${name}.pem`), pem);
  const client = { certificate: 'cert.pem', key: 'key.pem', agency: 'fia', purposes: ['criminal-investigation'], legalBases: ['PTPA2018'] };
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ tokenUrl: `${hub.url}/oauth/token`, graphqlUrl: `${hub.url}/graphql`, ca: 'ca.pem', clients: { 'fia-dpo': client } }));
}, 90_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub?.stop();
});

const command = (...words: string[]): Promise<CommandEnd> => amanatWith({}, folder, 'subject-answer', ...words, '--as', 'fia-dpo', '--credentials', join(folder, 'credentials.json')).ended;

describe('amanat subject-answer', () => {
  it('writes the answer as it was given, as a page to post or as JSON, for an officer; to a machine, and before there is one, nothing', async () => {
    const dpo = protection(hub);
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'give');
    expect(await command(id, '--officer', 'o-9')).toMatchObject({ status: 1, results: '', told: expect.stringContaining('there is no answer') });
    await dpo.answering(id);
    const given = (await dpo.given(id))!;
    const page = await command(id, '--officer', 'o-9', '--html');
    expect([page.status, page.results.trim()]).toEqual([0, given.html.trim()]);
    expect(JSON.parse((await command(id, '--officer', 'o-9')).results)).toEqual(given.json);
    expect(await command(id)).toMatchObject({ status: 1, results: '', told: expect.stringContaining('ACTION_NOT_ALLOWED') });
    expect(await command(ABSENT, '--officer', 'o-9')).toMatchObject({ status: 1, results: '', told: expect.stringContaining('RECORD_NOT_FOUND') });
    expect((await command()).status).toBe(2);
  });
});
