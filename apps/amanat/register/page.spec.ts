import { describe, expect, it } from '@jest/globals';
import { pageOf, type PrintedRegister } from './page.js';

const REGISTER: PrintedRegister = {
  agency: { code: 'x', name: 'Office <b>of</b> "X" & Y\'s', regime: 'PK', country: null }, contact: null, officers: [], legalBases: [{ code: 'L', title: 'Law' }],
  activities: [{ kind: 'case', purposes: [{ code: 'p', title: 'Purpose' }], subjects: ['VICTIM'], timeLimits: ['A day.'], data: [{ class: 'EVENT', title: 'Events', sealed: false, fields: ['summary'] }] }],
  recipients: [{ agency: { code: 'y', name: 'Y', regime: 'EU-LED' }, thirdCountry: true, classes: ['EVENT'], byTransfer: ['FINANCE'] }],
  rules: [{ id: 'r', effect: 'permit', title: 'Says', law: 'Law', classes: ['EVENT'] }], measures: [{ letter: 'a', control: 'Equipment', measure: 'Doors' }], profiling: 'None.', policy: 'abc',
};

describe('the page of a register', () => {
  it('has all of it, and nothing that the directory says becomes markup', () => {
    const page = pageOf(REGISTER, new Date('2026-11-28'));
    expect(page).toContain('Office &lt;b&gt;of&lt;/b&gt; &quot;X&quot; &amp; Y&#39;s');
    expect(page).not.toContain('<b>');
    for (const told of ['2026-11-28', 'international', 'none given', 'Purpose', 'victim', 'summary', 'A day.', 'Y (y)', 'FINANCE', 'Says', 'Doors', 'None.']) expect(page).toContain(told);
  });
});
