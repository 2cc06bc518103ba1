import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { OPERATIONS } from './operation.js';

const LIBS = fileURLToPath(new URL('../../', import.meta.url));
/** Where an action of a line is named: in SQL, by who reads under a line of its own, and by the directory. */
const NAMED = [/audit\.append\(\w+, '([a-z-]*[a-z])'/gu, /\.give\(\w+, '([a-z-]+)'/gu, /account\(caller, '([a-z-]+)'/gu, /\(p_agency, 'hub', '([a-z-]+)'/gu,
  /audit\.append\(\w+, case when \w+ then '([a-z-]+)' else '([a-z-]+)' end/gu, /p_action <> all \('\{([a-z-]+),([a-z-]+)\}'/gu];

const sources = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.spec|\.generated)\.ts$/u.test(path)).map((path) => readFileSync(LIBS + path, 'utf8'));

describe('the operations of LED art. 25', () => {
  // Names that go on (`approval-…`, `deadline-…`) say what became of a request or a deadline, and hold nothing of a person.
  it('are said for every action that a line of the ledger can have, and for no other', () => {
    const actions = new Set(NAMED.flatMap((pattern) => sources.flatMap((source) => [...source.matchAll(pattern)].flatMap(([, ...actions]) => actions))));
    expect([...actions].sort()).toEqual(Object.keys(OPERATIONS).sort());
  });
});
