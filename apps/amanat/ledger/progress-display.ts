import { SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal.js';

/** Shows how far something has come: a bar where a person watches, else a line every few seconds. */
export interface ProgressDisplay {
  update(done: number, of: number): void;
  say(line: string): void;
  end(): void;
}

const EVERY = 5_000;

export function progressDisplay(terminal: Terminal, what: string): ProgressDisplay {
  return terminal.watched ? bar(what) : lines(terminal, what);
}

function bar(what: string): ProgressDisplay {
  const one = new SingleBar({
    format: `{bar} {percentage}% {value}/{total} ${what} · {eta_formatted} left`,
    barCompleteChar: '█', barIncompleteChar: '░', barsize: 24, fps: 5, hideCursor: true, stream: process.stderr, noTTYOutput: false,
  });
  let started = false;
  return {
    update: (done, of) => {
      if (!started) one.start(of, done);
      started = true;
      one.update(done);
    },
    say: (line) => void process.stderr.write(`\r\u001b[K${line}\n`),
    end: () => { if (started) one.stop(); },
  };
}

function lines(terminal: Terminal, what: string): ProgressDisplay {
  let told = Date.now();
  return {
    update: (done, of) => {
      if (Date.now() - told < EVERY) return;
      told = Date.now();
      terminal.say(`${done} of ${of} ${what}, ${Math.floor((done / Math.max(of, 1)) * 100)} %`);
    },
    say: (line) => terminal.say(line),
    end: () => undefined,
  };
}
