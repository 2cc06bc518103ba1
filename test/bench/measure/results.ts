import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Figure } from './figure.js';

/** Adds figures to a file, one JSON line each, as `--json` prints them. */
export function keep(file: string, figures: readonly Figure[]): void {
  appendFileSync(file, figures.map((figure) => `${JSON.stringify(figure)}\n`).join(''));
}

/** The figures of a file in their order; of two for the same yardstick the later one holds. Throws for a line that is no figure. */
export function figuresIn(file: string): Figure[] {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const figures = new Map<string, Figure>();
  for (const [place, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const figure = figureOf(line);
    if (!figure) throw new Error(`line ${place + 1} of ${file} is no figure`);
    figures.set(`${figure.bench}/${figure.yardstick}`, figure);
  }
  return [...figures.values()];
}

function figureOf(line: string): Figure | null {
  try {
    const figure = JSON.parse(line) as Figure;
    const isFigure = typeof figure.bench === 'string' && typeof figure.yardstick === 'string' && typeof figure.ratio === 'number'
      && Array.isArray(figure.spread) && figure.spread.length === 2;
    return isFigure ? figure : null;
  } catch {
    return null;
  }
}
