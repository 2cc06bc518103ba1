import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope, secretOf } from '../../world/index.js';
import { startHub, type Hub } from '../../world/hub.js';

const NOWHERE = '01900000-0000-7000-8000-00000000dead';

let hub: Hub;
let record: string;
/** What is said of a record that does not exist. */
let nothing: Ended;
beforeAll(async () => {
  hub = await startHub();
  record = (await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['europol', 'frontex'] }) }))).id;
  nothing = await explain('fia', 'europol', NOWHERE);
}, 90_000);
afterAll(() => hub?.stop());

interface Ended { readonly status: number; readonly out: string; readonly said: string }

/** `npx amanat explain CLIENT RECORD --as …`, as whoever sits at the command line runs it. */
function explain(as: string, client: string, id: string, ...more: string[]): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const reason = as === 'operator' ? ['--purpose', 'threat-analysis', '--legal-basis', 'PTPR2020-43'] : REASONS[as] ?? [];
  const env = { PATH, HOME, AMANAT_CLIENT_SECRET: secretOf(as) };
  const words = ['apps/amanat/amanat.mjs', 'explain', client, id, '--as', as, '--url', hub.url, ...reason, ...more];
  return new Promise((resolve) => execFile(process.execPath, words, { env }, (error, out, said) =>
    resolve({ status: error ? Number(error.code) : 0, out, said: said.split('\n').filter((line) => line.startsWith('amanat')).join('\n') })));
}

const REASONS: Readonly<Record<string, readonly string[]>> = {
  fia: ['--purpose', 'criminal-investigation', '--legal-basis', 'PTPA2018'],
  'fia-dpo': ['--purpose', 'criminal-investigation', '--legal-basis', 'PTPA2018'],
  'europol-dpo': ['--purpose', 'criminal-investigation', '--legal-basis', 'EUROPOL-2016-794-18'],
  europol: ['--purpose', 'criminal-investigation', '--legal-basis', 'EUROPOL-2016-794-18'],
  nccia: ['--purpose', 'criminal-investigation', '--legal-basis', 'PECA2016'],
};

describe('amanat explain', () => {
  it('says to the originator, class by class, which rule shows or hides it', async () => {
    const { status, out } = await explain('fia', 'europol', record);
    expect(status).toBe(0);
    expect(out).toMatch(/^VICTIM_IDENTITY +shown +recipient\.investigation$/m);
    expect(out).toMatch(/^VICTIM_CONTACT +hidden +no rule permits it$/m);
    expect(out).toMatch(/^CUSTODY +hidden +no rule permits it$/m);
  });

  it('names the rule that forbids, for an agency that is not addressed, and the mask of a client that may see less', async () => {
    const { out } = await explain('fia', 'nccia', record, '--json');
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { class: string; visible: boolean; forbiddenBy: string[] });
    expect(lines).toHaveLength(13);
    expect(lines.every(({ visible, forbiddenBy }) => !visible && forbiddenBy.includes('tlp.named-only'))).toBe(true);
    const own = await explain('fia', 'fia-dpo', record, '--json');
    expect(own.out).toMatch(/"class":"VICTIM_IDENTITY","visible":false.*client\.mask/);
  });

  it.each(['fia-dpo', 'operator'])('answers %s with the same as the originator', async (asker) => {
    const { status, out } = await explain(asker, 'europol', record);
    expect(status).toBe(0);
    expect(out.split('\n')).toHaveLength(15);
  });

  it('answers the data-protection officer of a recipient about its own clients, and about nobody else\'s', async () => {
    expect((await explain('europol-dpo', 'europol', record)).out).toMatch(/^VICTIM_IDENTITY +shown +recipient\.investigation$/m);
    expect(await explain('europol-dpo', 'frontex', record)).toEqual(nothing);
  });

  it('knows no record for the data-protection officer of an agency that may see nothing of it', async () => {
    const { id } = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['frontex'] }) }));
    expect(await explain('europol-dpo', 'europol', id)).toEqual(nothing);
  });

  it.each(['europol', 'nccia'])('says to %s the same words as of a record that does not exist', async (asker) => {
    expect(await explain(asker, asker, record)).toEqual(nothing);
    expect(nothing).toMatchObject({ status: 1, out: '', said: expect.stringContaining('RECORD_NOT_FOUND') });
  });

  it('keeps every question in the ledger, answered or not', async () => {
    const lines = await hub.ground.rows<{ agency: string; masks: number[] }>(
      `select distinct agency, masks from audit.ledger where action = 'explain' and records = array[$1::uuid] order by agency, masks`, [record]);
    expect(lines.map(({ agency, masks }) => `${agency} ${masks[0]! > 0}`)).toEqual(expect.arrayContaining(['europol false', 'fia true', 'nccia false', 'operator true']));
  });
});
