import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ALLOWED_FLOWS } from './allowed-flows.js';
import { normalise, NORMALISED } from './normalised.js';
import { differences, Transcript } from './transcript.js';

const FOLDER = 'test/noninterference';

describe('what is not compared', () => {
  it('is a list of six values, each with its reason', () => {
    expect(NORMALISED.map(({ name }) => name)).toEqual(['access token', 'Date', 'operation id', 'sealed cursor', 'salted hash', 'signature of a checkpoint']);
    for (const { why } of NORMALISED) expect(why.length).toBeGreaterThan(40);
  });

  it('and nothing else: no other file changes what an exit said', () => {
    const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const using = sources.filter((file) => /\bnormalise\(/u.test(readFileSync(`${FOLDER}/${file}`, 'utf8')));
    expect(using.sort()).toEqual(['transcript/normalised.ts', 'transcript/transcript.ts']);
  });

  it('touches no value that stands elsewhere, and keeps what a value\'s length tells', () => {
    const cursor = 'A'.repeat(102);
    expect(normalise(`{"cursor":"${cursor}","id":"${cursor}"}`)).toBe(`{"cursor":"<sealed cursor of 102>","id":"${cursor}"}`);
    expect(normalise(`{"cursor":"${cursor}A"}`)).toBe(`{"cursor":"${cursor}A"}`);
    expect(normalise('date: x\namanat-operation: y\netag: z\n\n{"date":"2025-06-14"}')).toBe('date: <Date>\namanat-operation: <operation id>\netag: z\n\n{"date":"2025-06-14"}');
  });

  it('of a salted hash tells whether it stands twice, and touches no hash of the observer\'s own tree', () => {
    const [one, other] = ['A', 'B'].map((letter) => `${letter.repeat(43)}=`);
    expect(normalise(`{"checkpoint":"log\\n7\\n${one}\\n\\n\u2014 log c2ln\\n","slots":"${other}","path":["${one}","${other}"],"slotPath":["${other}"]}`))
      .toBe('{"checkpoint":"log\\n7\\n<salted hash 1>\\n\\n\u2014 log <signature of a checkpoint 3 of 4>\\n","slots":"<salted hash 2>","path":["<salted hash 1>","<salted hash 2>"],"slotPath":["<salted hash 2>"]}');
    const own = `{"ledgerProof":{"leaf":"${one}","root":"${one}","path":["${one}"]},"ledgerConsistency":["${one}"],"head":{"root":"${one}"},"salt":"${one}"}`;
    expect(normalise(own)).toBe(own);
  });

  it('flows that are allowed are a list, each with its bound', () => {
    expect(ALLOWED_FLOWS.map(({ name }) => name)).toEqual([
      'participation', 'what the observer is addressed by', 'acknowledgement', 'request for approval', 'breach', 'explanation of one\'s own record', 'who is shown one\'s own record',
      'to whom one\'s own record was disclosed', 'countersignature', 'hit by rule', 'published statistics', 'overload', 'outage',
    ]);
    for (const { bound, leftOut } of ALLOWED_FLOWS) expect(Math.min(bound.length, leftOut.length)).toBeGreaterThan(15);
  });
});

describe('two transcripts', () => {
  it('part where an answer differs by one byte, and where a question was asked in one of them only', () => {
    const [left, right] = [new Transcript(), new Transcript()];
    for (const one of [left, right]) one.hear(['a'], 'same?', 'yes');
    left.hear(['b'], 'same?', 'yes');
    right.hear(['b'], 'same?', 'yes ');
    right.hear(['c'], 'and this?', 'no');
    expect(differences(left, right).map(({ exits, question }) => [exits, question])).toEqual([[['b'], 'same?'], [['c'], 'nothing | and this?']]);
    expect(differences(left, left)).toEqual([]);
  });
});
