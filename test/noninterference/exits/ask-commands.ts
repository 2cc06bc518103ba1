import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amanat } from '../../import/command.js';
import { documentOf } from '../worlds/documents.js';
import { OWN } from './ask-writes.js';
import { ABSENT, type Observing } from './observing.js';

/** The command line as an agency's own people run it: processes of their own, in a folder of theirs. */
export async function askCommands({ pair: { observer }, door, ids, transcript }: Observing): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'amanat-observer-'));
  const reason = ['--as', observer.client, '--url', door.url, '--purpose', observer.purposes[0]!, '--legal-basis', observer.legalBases[0]!];
  const run = (...words: readonly string[]) => amanat(folder, observer.client, ...words).ended;
  try {
    const asked = [...ids.slice(-3).map(({ id }) => id), ABSENT];
    const explained = asked.map(async (id) => [id, await run('explain', observer.client, id, ...reason)] as const);
    for (const [id, { status, results, told }] of await Promise.all(explained)) {
      transcript.hear(['amanat explain'], `amanat explain ${id}`, `${status}\n${results}\n${told}`);
    }
    writeFileSync(join(folder, 'rows.ndjson'), rows().map((row) => JSON.stringify(row)).join('\n'));
    const { status, results } = await run('import', 'rows.ndjson', '--kind', 'case', '--map', 'as-is', '--json', ...reason);
    const refused = join(folder, 'rows.ndjson.refused.ndjson');
    transcript.hear(['amanat import'], 'amanat import', `${status}\n${withoutStopwatch(results)}\n${existsSync(refused) ? readFileSync(refused, 'utf8') : 'nothing refused'}`);
    // The hub of a world speaks no TLS, and so gives no such token: what the command says of that is compared.
    const token = await run('token', '--client', observer.client, '--url', door.url);
    transcript.hear(['amanat token'], 'amanat token', `${token.status}\n${token.results}\n${token.told}`);
    // The operator's commands work on the database; whoever has none is told so. An export is refused to whoever is no data-protection officer.
    for (const words of [['documents', 'list'], ['relabel', '--status'], ['rotate-keys', '--status'], ['ledger', 'export', '--out', 'ledger.ndjson', ...reason], ['verify', 'ledger.ndjson', '--key', 'none'], ['register', ...reason], ['subject-answer', ABSENT, '--officer', 'o-1', ...reason], ['breach', ABSENT, ...reason]]) {
      const { status: ended, results: given, told } = await run(...words);
      transcript.hear([`amanat ${words[0]}`], `amanat ${words.slice(0, 2).join(' ')}`, `${ended}\n${given}\n${told}`);
    }
    const help = await run('help');
    transcript.hear(['amanat help'], 'amanat help', `${help.status}\n${help.results}\n${help.told}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One that is taken, with a reference that others use too, and two that are refused. */
function rows(): object[] {
  const good = documentOf({ kind: 'case', label: OWN, content: {}, persons: true, caseId: null });
  return [good, { ...good, status: 'Asleep' }, { ...good, envelope: {} }];
}

/** How long the command itself ran is told by its own clock, in the observer's own house: no word of the hub. */
function withoutStopwatch(results: string): string {
  try {
    const { rows: read, accepted, duplicates, refused } = JSON.parse(results) as Record<string, number>;
    return JSON.stringify({ read, accepted, duplicates, refused });
  } catch {
    return results;
  }
}
