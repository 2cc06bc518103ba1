import { SingleBar } from 'cli-progress';
import type { Tally } from '#libs/importing';
import type { Terminal } from '../terminal.js';

/** Shows how far an import has come: a bar where a person watches, else a line every few seconds. */
export interface ImportDisplay {
  update(tally: Tally): void;
  say(line: string): void;
  end(tally: Tally): void;
}

const EVERY = 5_000;

/** @param done rows that an earlier run of the same import has done: they count for the place, not for the rate */
export function importDisplay(terminal: Terminal, rows: number, done: number): ImportDisplay {
  return terminal.watched ? bar(rows, done) : lines(terminal, rows, done);
}

function bar(rows: number, done: number): ImportDisplay {
  const started = Date.now();
  const one = new SingleBar({
    format: '{bar} {percentage}% {value}/{total} · {rate}/s · {left} left · {accepted} accepted {refused} refused {duplicates} duplicates',
    barCompleteChar: '█', barIncompleteChar: '░', barsize: 16, fps: 5, hideCursor: true, stream: process.stderr, noTTYOutput: false,
  });
  const shown = (tally: Tally) => ({ ...tally, ...pace(tally.rows, done, rows, started) });
  one.start(rows, done, { ...shown({ rows: done, accepted: 0, duplicates: 0, refused: 0 }) });
  return {
    update: (tally) => one.update(tally.rows, shown(tally)),
    say: (line) => void process.stderr.write(`\r\u001b[K${line}\n`),
    end: (tally) => {
      one.update(tally.rows, shown(tally));
      one.stop();
    },
  };
}

function lines(terminal: Terminal, rows: number, done: number): ImportDisplay {
  const started = Date.now();
  let told = started;
  return {
    update: (tally) => {
      if (Date.now() - told < EVERY) return;
      told = Date.now();
      const { rate, left } = pace(tally.rows, done, rows, started);
      terminal.say(`${tally.rows} of ${rows} rows, ${rate}/s, ${left} left: ${tally.accepted} accepted, ${tally.duplicates} duplicates, ${tally.refused} refused`);
    },
    say: (line) => terminal.say(line),
    end: () => undefined,
  };
}

function pace(now: number, done: number, rows: number, started: number): { rate: string; left: string } {
  const perSecond = (now - done) / Math.max((Date.now() - started) / 1000, 0.001);
  if (now === done) return { rate: '–', left: '–' };
  const seconds = Math.ceil((rows - now) / perSecond);
  return { rate: perSecond.toFixed(perSecond < 10 ? 1 : 0), left: seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s` };
}
