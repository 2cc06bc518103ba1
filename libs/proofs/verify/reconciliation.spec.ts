import { describe, expect, it } from '@jest/globals';
import { Reconciliation } from './reconciliation.js';

const SEALED = Date.parse('2026-11-20T12:00:00Z');
const line = (client: string, minute: number, ...entries: string[]) => JSON.stringify({
  operation: 'o', client, entries, at: `2026-11-20T11:${String(minute).padStart(2, '0')}:00.000000Z`,
});
const findings = (received: readonly string[], ...lines: string[]) => {
  const reconciliation = new Reconciliation({ operations: [], events: received, grace: 60 });
  for (const one of lines) reconciliation.line(one);
  return reconciliation.end(SEALED).findings.map(({ code, place }) => `${code} ${place}`);
};

describe('an agency compares its topics with its ledger', () => {
  it('an event that came and has no line is a finding', () => {
    expect(findings(['a', 'b'], line('stream:records', 1, 'a'))).toEqual(['EVENT_UNRECORDED b']);
  });

  it('a line about an event that never came is a finding', () => {
    expect(findings(['a', 'c'], line('stream:records', 1, 'a', 'b'), line('stream:records', 2, 'c', 'd'))).toEqual(['EVENT_NOT_RECEIVED b', 'EVENT_NOT_RECEIVED d']);
  });

  it('what was delivered before the first that came, and on topics of which nothing came, is none', () => {
    expect(findings(['b'], line('stream:records', 1, 'a'), line('stream:records', 2, 'b'), line('stream:alerts', 3, 'c'))).toEqual([]);
  });

  it('nor is a page of the feed, nor an event sent twice, nor one that may be under way', () => {
    expect(findings(['a'], line('stream:records', 1, 'a'), line('nccia-analyst', 2, 'b'), line('stream:records', 3, 'a'), line('stream:records', 58, 'c'))).toEqual(['EVENT_NOT_RECEIVED c']);
    expect(findings(['a'], line('stream:records', 1, 'a'), JSON.stringify({ operation: 'o', client: 'stream:records', entries: ['c'], at: '2026-11-20T11:59:30Z' }))).toEqual([]);
  });
});
