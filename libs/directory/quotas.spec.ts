import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { steady } from './model/pace.js';
import { Quotas } from './quotas.js';

const LIMITS = { requests: 10, submissions: 5, atOnce: 3, streams: 2 };

function stage() {
  let at = 0;
  const refused: string[] = [];
  const quotas = new Quotas(LIMITS, () => at);
  quotas.tell((agency, quota) => refused.push(`${agency}: ${quota}`));
  return { quotas, refused, later: (milliseconds: number) => { at += milliseconds; } };
}

describe('the quota of an agency', () => {
  it('lets pass a burst of two seconds\' worth, then as many a second as it says', () => {
    const { quotas, later, refused } = stage();
    const passing = () => { const passage = quotas.enter('fia', 'atOnce'); passage.leave(); return passage.refusal === null; };
    expect(Array.from({ length: 25 }, passing).filter(Boolean)).toHaveLength(20);
    later(1_000);
    expect(Array.from({ length: 25 }, passing).filter(Boolean)).toHaveLength(10);
    expect(new Set(refused)).toEqual(new Set(['fia: requests']));
  });

  it('says when to come again, and speaks of what is left only from half of it on', () => {
    const { quotas } = stage();
    const headers = Array.from({ length: 21 }, () => { const passage = quotas.enter('fia', 'atOnce'); passage.leave(); return passage; });
    expect(headers[0]!.headers).toEqual({ 'RateLimit-Policy': '"requests";q=10;w=1' });
    expect(headers[15]!.headers).toEqual({ 'RateLimit-Policy': '"requests";q=10;w=1', RateLimit: '"requests";r=4;t=1' });
    expect(headers[20]!.refusal!.code).toBe('QUOTA_EXCEEDED');
    expect(headers[20]!.headers).toMatchObject({ 'Retry-After': '1' });
  });

  it('counts what is being answered, until it has been', () => {
    const { quotas } = stage();
    const open = Array.from({ length: 3 }, () => quotas.enter('fia', 'atOnce'));
    expect(quotas.enter('fia', 'atOnce').refusal!.code).toBe('QUOTA_EXCEEDED');
    expect(quotas.enter('fia', 'streams').refusal).toBeNull();
    open[0]!.leave();
    open[0]!.leave(); // said twice it counts once
    expect(quotas.enter('fia', 'atOnce').refusal).toBeNull();
    expect(quotas.enter('fia', 'atOnce').refusal!.code).toBe('QUOTA_EXCEEDED');
  });

  it('counts each document that is handed in', () => {
    const { quotas } = stage();
    quotas.submit('fia', 8);
    expect(() => quotas.submit('fia', 3)).toThrow(expect.objectContaining({ code: 'QUOTA_EXCEEDED' }));
    quotas.submit('fia', 2);
  });

  it('lets what came by topic wait for its turn instead of refusing it', async () => {
    const quotas = new Quotas({ ...LIMITS, submissions: 100 });
    const begun = performance.now();
    for (let sent = 0; sent < 230; sent++) await quotas.turn('fia');
    expect(performance.now() - begun).toBeGreaterThan(250);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('is felt by nobody else: whatever others do, an agency is answered as if it were alone', () => {
    const act = fc.record({ agency: fc.constantFrom('fia', 'iom', 'pta'), after: fc.nat(300), what: fc.constantFrom('enter', 'submit') });
    fc.assert(fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
      const play = (seen: (agency: string) => boolean) => {
        const { quotas, later } = stage();
        return acts.flatMap(({ agency, after, what }) => {
          later(after);
          if (!seen(agency)) return [];
          if (what === 'enter') return [JSON.stringify([agency, quotas.enter(agency, 'atOnce')])];
          try { quotas.submit(agency, 2); return [`${agency} in`]; } catch (error) { return [`${agency} ${(error as Error).message}`]; }
        });
      };
      const together = play(() => true);
      const alone = play((agency) => agency === 'fia');
      expect(together.filter((line) => line.includes('fia'))).toEqual(alone);
    }));
  });

  it('never lets more through than burst and rate allow', () => {
    fc.assert(fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 500 }), (pauses) => {
      let at = 0;
      const pace = steady(10, () => at);
      let passed = 0;
      for (const pause of pauses) {
        at += pause;
        if (pace.take('a', 1).wait === 0) passed++;
      }
      expect(passed).toBeLessThanOrEqual(20 + at / 100);
    }));
  });
});
