import { describe, expect, it } from '@jest/globals';
import { Account } from '../reading/observed.js';
import type { Message } from '../reading/reader.js';
import { classes, delivered, equal, rowsIn } from './equalities.js';

const TOPIC = 'amanat.to.fia.records';

function message(id: string, record: string, version: number, data: Record<string, unknown> = {}): Message {
  const all = { id: record, kind: 'case', version, withheld: ['FINANCE'], sealed: ['VICTIM_IDENTITY'], envelope: { tlp: 'AMBER' }, summary: 'told', ...data };
  const headers = { ce_id: id, ce_subject: record, ce_kind: 'case', ce_recordversion: String(version) };
  return { topic: TOPIC, partition: 0, offset: 0, key: record, headers, value: JSON.stringify(all) };
}

function seen(...messages: readonly Message[]) {
  const account = new Account();
  messages.forEach((one) => account.take(one));
  return account.topics.get(TOPIC)!;
}

const wrong = (equalities: readonly { what: string; holds: boolean }[]) => equalities.filter(({ holds }) => !holds).map(({ what }) => what);
const good = [message('e1', 'r1', 1), message('e2', 'r2', 1), message('e3', 'r1', 2)];
const entries = new Set(['e1', 'e2', 'e3']);

describe('the account of a trial', () => {
  it('finds nothing wrong where every entry arrived, repetitions included', () => {
    expect(wrong(delivered('fia/records', entries, 3, seen(...good)))).toEqual([]);
    expect(wrong(delivered('fia/records', entries, 6, seen(...good, ...good)))).toEqual([]);
  });

  it('notices a lost event, a strange one, and one that the client did not read', () => {
    expect(wrong(delivered('fia/records', entries, 2, seen(good[0]!, good[1]!)))).toHaveLength(2);
    expect(wrong(delivered('fia/records', entries, 3, seen(good[0]!, good[1]!, message('e9', 'r9', 1))))).toEqual(['fia/records: no event is lost and none is strange']);
    expect(wrong(delivered('fia/records', entries, 4, seen(...good)))).toEqual(['fia/records: the client read all that lies on the topic']);
  });

  it('notices versions out of order, and a topic on which an older version came last', () => {
    expect(wrong(delivered('fia/records', entries, 3, seen(good[2]!, good[1]!, good[0]!)))).toEqual(['fia/records: versions came in order, the latest last']);
    expect(wrong(delivered('fia/records', entries, 4, seen(...good, good[0]!)))).toEqual(['fia/records: versions came in order, the latest last']);
  });

  it('notices data that are not of the record that the headers name', () => {
    expect(wrong(delivered('fia/records', new Set(['e1']), 1, seen(message('e1', 'r1', 1, { id: 'r2' }))))).toEqual(['fia/records: headers and data say the same']);
  });

  it('notices a class that is carried, named or withheld once too often or too seldom', () => {
    const visible = { REFERENCE: 3, EVENT: 3, VICTIM_IDENTITY: 3, ...Object.fromEntries(['OFFENCE', 'METHOD', 'ASSESSMENT', 'EVIDENCE', 'CUSTODY', 'SUSPECT_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY'].map((code) => [code, 3])) };
    const expected = { agency: 'fia', stream: 'records', events: 3, visible, shown: { REFERENCE: 3, EVENT: 3, VICTIM_IDENTITY: 3 } };
    const of = (...messages: readonly Message[]) => wrong(classes('fia/records', expected, seen(...messages)).map((one) => ({ ...one, what: one.what.split(' ')[1]! })));
    expect(of(...good)).toEqual([]);
    expect(of(good[0]!, good[1]!, message('e3', 'r1', 2, { envelope: { tlp: 'AMBER', recipients: ['fia'] } }))).toEqual(['CUSTODY']);
    expect(of(good[0]!, good[1]!, message('e3', 'r1', 2, { sealed: [] }))).toEqual(['VICTIM_IDENTITY']);
    expect(of(good[0]!, good[1]!, message('e3', 'r1', 2, { withheld: [] }))).toEqual(['FINANCE']);
  });

  it('notices a row without an outcome, a record too many, and a refusal that is written nowhere', () => {
    const share = { agency: 'fia', fromRow: 1, toRow: 10, rows: 10, accepted: 8, duplicates: 0, refused: 2, refusedLines: 2, seconds: 1 };
    expect(wrong(rowsIn(share, 10, 8))).toEqual([]);
    expect(wrong(rowsIn(share, 11, 8))).toEqual(['fia: every row has its outcome']);
    expect(wrong(rowsIn(share, 10, 9))).toEqual(['fia: rows in are records and refusals']);
    expect(wrong(rowsIn({ ...share, refusedLines: 1 }, 10, 8))).toEqual(['fia: every refusal is written down']);
    expect(equal('one number', { here: 1, there: 2 })).toEqual({ what: 'one number', holds: false, said: 'here 1 = there 2' });
  });

  it('refuses to count a field that the contract does not know', () => {
    expect(() => seen(message('e1', 'r1', 1, { sex: 'f' }))).toThrow('the SDL has no field Case.sex');
  });
});
