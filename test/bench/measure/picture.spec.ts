import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { percentile, verdictOf, type Figure } from './figure.js';
import { picture } from './picture.js';
import { figuresIn, keep } from './results.js';

const figure = (changes: Partial<Figure> = {}): Figure => ({
  bench: 'write', yardstick: 'bare transaction, 8 clients', ratio: 0.6, spread: [0.55, 0.62], rounds: 5, of: 'throughput', least: 0.5, ...changes,
});

describe('what a figure says of its target', () => {
  it('is reached or missed only when every round says so', () => {
    expect(verdictOf(figure())).toBe('reached');
    expect(verdictOf(figure({ ratio: 0.4, spread: [0.3, 0.49] }))).toBe('missed');
    expect(verdictOf(figure({ ratio: 0.52, spread: [0.45, 0.6] }))).toBe('noise');
    expect(verdictOf(figure({ least: 0.9, target: 1.1, ratio: 1, spread: [0.95, 1.2] }))).toBe('noise');
  });

  it('is nothing where there is no target', () => {
    expect(verdictOf(figure({ least: undefined }))).toBeNull();
  });

  it('takes the value that nineteen of twenty do not exceed', () => {
    expect(percentile(Array.from({ length: 20 }, (_, place) => 20 - place), 0.95)).toBe(19);
  });
});

describe('the picture of the benches', () => {
  const drawn = picture([
    figure(), figure({ bench: 'alert', yardstick: 'produce <-> consume', of: 'time', least: undefined, target: 3, ratio: 9, spread: [8, 10] }),
    figure({ bench: 'hidden', least: undefined }),
  ]);

  it('has a row for each target, says it in words too, and escapes what is text', () => {
    expect(drawn.match(/class="what word/gu)).toHaveLength(2);
    expect(drawn).toContain('2 targets: 1 reached, 1 missed, 0 within the noise. write, bare transaction, 8 clients: 0.6 × (target ≥ 0.5), reached.');
    expect(drawn).toContain('produce &lt;-&gt; consume');
    expect(drawn).toMatch(/aria-labelledby="title desc">\n<title id="title">.+<\/title>\n<desc id="desc">/u);
  });

  it('puts what is better to the right of the target, whether more or less is wanted', () => {
    const [reached] = /<circle class="reached" cx="(\d+)"/u.exec(drawn)!.slice(1).map(Number);
    const [missed] = /<path class="missed" d="M(\d+)/u.exec(drawn)!.slice(1).map(Number);
    const [target] = /<line class="target" x1="(\d+)"/u.exec(drawn)!.slice(1).map(Number);
    expect(reached).toBeGreaterThan(target!);
    expect(missed).toBeLessThan(target!);
  });
});

describe('the kept results', () => {
  it('hold the later of two figures for one yardstick, and say which line is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'amanat-results-'));
    try {
      const file = join(folder, 'results.jsonl');
      keep(file, [figure(), figure({ bench: 'read' })]);
      keep(file, [figure({ ratio: 0.7 })]);
      expect(figuresIn(file).map(({ bench, ratio }) => [bench, ratio])).toEqual([['write', 0.7], ['read', 0.6]]);
      writeFileSync(file, '{"bench":"write"}\n');
      expect(() => figuresIn(file)).toThrow(`line 1 of ${file} is no figure`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
