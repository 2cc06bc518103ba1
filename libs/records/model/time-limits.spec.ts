import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompleteDocument } from './label.js';
import { dateIssues, limitsOf } from './time-limits.js';

const RECORD = '01900000-0000-7000-8000-000000000001';
const day = fc.integer({ min: 1, max: 28 }).map((number) => `2030-01-${String(number).padStart(2, '0')}`);
const maybe = fc.option(day, { nil: undefined });
const persons = fc.array(fc.record({ reviewDate: maybe, erasureDate: maybe }), { maxLength: 4 }).map((all) => all.map((dates, place) => ({ ref: `P${place}`, ...dates })));
const documents = fc.record({ envelope: fc.record({ reviewDate: maybe, erasureDate: day }), victims: persons, suspects: persons })
  .map((document) => document as unknown as CompleteDocument & { victims: Dated[]; suspects: Dated[]; envelope: Dated });

interface Dated { readonly ref: string; readonly reviewDate?: string; readonly erasureDate?: string }

describe('the dates of a document', () => {
  it('are in order exactly where no review comes behind its erasure and no person outlives the record', () => {
    fc.assert(fc.property(documents, (document) => {
      const last = document.envelope.erasureDate!;
      const inOrder = ({ reviewDate, erasureDate }: Dated) => (erasureDate ?? last) <= last && (reviewDate ?? '') <= (erasureDate ?? last);
      const disorder = [document.envelope, ...document.victims, ...document.suspects].filter((dated) => !inOrder(dated));
      expect(dateIssues(document).length > 0).toBe(disorder.length > 0);
      for (const { code, field } of dateIssues(document)) expect([code, /(?:reviewDate|erasureDate)$/u.test(field)]).toEqual(['DATES_IN_DISORDER', true]);
    }));
  });

  it('say when the record is looked at next and who goes first', () => {
    fc.assert(fc.property(documents, (document) => {
      const all = [...document.victims, ...document.suspects];
      const first = (dates: (string | undefined)[]) => dates.filter((date) => date !== undefined).sort()[0] ?? null;
      const { review_at: review, subject_due: due, subject_limits: limits } = limitsOf(RECORD, document) as { review_at: string | null; subject_due: string | null; subject_limits: object[] | null };
      expect(review?.slice(0, 10) ?? null).toBe(first([document.envelope, ...all].map(({ reviewDate }) => reviewDate)));
      expect(due?.slice(0, 10) ?? null).toBe(first(all.map(({ erasureDate }) => erasureDate)));
      expect(limits?.length ?? 0).toBe(all.filter(({ reviewDate, erasureDate }) => reviewDate || erasureDate).length);
    }));
  });
});
