import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { amanat } from '../../import/command.js';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

const NAME = 'Ghulam Invented';

const modeOf = (path: string) => statSync(path).mode & 0o077;
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

function handIn(stage: Stage, folder: string) {
  return amanat(folder, 'fia', 'import', 'rows.ndjson', '--as', 'fia', '--kind', 'case', '--map', 'as-is', '--url', stage.hub.url,
    '--purpose', 'criminal-investigation', '--legal-basis', 'PTPA2018', '--refused', 'refused.ndjson', '--json').ended;
}

/** A file made on the way lies about where others can read it. The hub itself writes no export yet; the importer and the hub's home are what there is. */
export const artefacts: Family = {
  number: 9,
  leak: 'Artefacts of exports and jobs are not protected',
  seenIn: 'opencti#5797',
  stories(stage) {
    let folder: string;
    beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'amanat-artefacts-')); });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('an import leaves only what its own user can read, and says no person\'s name', async () => {
      const wrong = caseDocument({ envelope: onlyFor(['nccia']), status: NAME, victims: [{ ref: 'V1', identity: { fullName: NAME } }] });
      const right = caseDocument({ envelope: onlyFor(['nccia']), victims: [{ ref: 'V1', identity: { fullName: NAME } }] });
      writeFileSync(join(folder, 'rows.ndjson'), [wrong, right, wrong].map((row) => JSON.stringify(row)).join('\n'), { mode: 0o600 });
      const { results, told } = await handIn(stage, folder);
      expect(JSON.parse(results)).toMatchObject({ rows: 3, accepted: 1, refused: 2 });
      expect(results + told).not.toContain(NAME);
      expect(readFileSync(join(folder, 'refused.ndjson'), 'utf8')).toContain(NAME);
      const others = filesIn(folder).filter((path) => modeOf(path) !== 0);
      expect(others).toEqual([]);
      for (const path of filesIn(folder).filter((each) => !/rows|refused/u.test(each))) expect([path, readFileSync(path, 'utf8').includes(NAME)]).toEqual([path, false]);
    });

    it('what the hub keeps beside its database is its own user\'s alone, and its log names nobody', async () => {
      await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']), victims: [{ ref: 'V1', identity: { fullName: NAME } }] }));
      const home = stage.hub.ground.environment['AMANAT_HOME']!;
      expect(filesIn(home).length).toBeGreaterThan(0);
      expect([home, ...filesIn(home)].filter((path) => modeOf(path) !== 0)).toEqual([]);
      for (const { log } of stage.hub.processes.values()) expect(log.join('\n')).not.toContain(NAME);
    });

    it('no path of the public address gives a file', async () => {
      for (const path of ['/.amanat/credentials.json', '/master.key', '/exports', '/refused.ndjson', '/..%2f..%2fetc/passwd', '/graphql/../master.key', '/issuer-keys.json']) {
        const response = await fetch(`${stage.hub.url}${path}`);
        expect([path, response.status >= 400, (await response.text()).length < 1_000]).toEqual([path, true, true]);
      }
    });
  },
};
