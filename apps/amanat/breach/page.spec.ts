import { describe, expect, it } from '@jest/globals';
import { breachPage, type PrintedBreach } from './page.js';

const DRAFT: PrintedBreach = {
  breach: 'b', agency: 'x', name: 'Office <b>of</b> "X"', regime: 'EU-LED', country: 'DE', number: null, sentAt: null, channel: null, authority: null,
  awareAt: '2026-11-28T10:00:00.000Z', dueAt: '2026-12-01T10:00:00.000Z', inTime: null, delay: null, from: null, to: null, nature: ['confidentiality'], subjectCategories: null, subjects: null,
  kinds: [], records: 0, contact: null, consequences: null, risk: null, measures: null, proposed: null, facts: 'A <script> was run.', effects: null, remedy: null, communication: null, missing: ['contact (b)'],
};

describe('the page of a breach', () => {
  it('says of a draft what is not known yet, and nothing that was written becomes markup', () => {
    const page = breachPage(DRAFT);
    for (const told of ['Office &lt;b&gt;of&lt;/b&gt; &quot;X&quot;', 'A &lt;script&gt; was run.', 'Draft of a notification', 'not decided yet', 'To follow in phases (LED art. 30(4)): contact (b).', '2026-11-28 10:00 UTC']) expect(page).toContain(told);
    for (const markup of ['<b>', '<script>']) expect(page).not.toContain(markup);
  });

  it('has every point of art. 30(3), why it came late, and what was decided of data subjects with the article', () => {
    const page = breachPage({
      ...DRAFT, number: 2, sentAt: '2026-12-03T10:00:00.000Z', channel: 'outside', authority: 'The authority', inTime: false, delay: 'The log was away.', from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z',
      subjects: 12, subjectCategories: ['victims'], records: 3, kinds: [{ kind: 'case', records: 3 }], contact: 'The office', consequences: ['loss-of-control'], risk: 'high', measures: ['access-ended'], proposed: ['staff-instructed'],
      effects: 'None known.', remedy: 'It was ended.', communication: { decision: 'not-required', ground: 'LED-31-3-A', at: null, decidedAt: '2026-12-03T09:00:00.000Z' }, missing: [],
    });
    for (const told of ['Notification 2', 'to The authority; not within 72 hours', 'The log was away.', 'about 12: victims', '3: 3 of the kind case', 'The office', 'loss of control', 'high', 'access ended', 'staff instructed',
      'None known.', 'It was ended.', 'not required, LED art. 31(3)(a), decided 2026-12-03 09:00 UTC']) expect(page).toContain(told);
    expect(page).not.toContain('To follow');
  });
});
