import { SingleBar } from 'cli-progress';
import type { RelabelJob } from '#libs/relabel';
import type { Terminal } from '../terminal.js';

/** Shows how far a relabelling is: a bar where a person watches, else a line every few seconds. */
export interface RelabelDisplay {
  update(job: RelabelJob): void;
  end(): void;
}

const EVERY = 5_000;

export function relabelDisplay(terminal: Terminal): RelabelDisplay {
  return terminal.watched ? bar() : lines(terminal);
}

function bar(): RelabelDisplay {
  const started = Date.now();
  let first: number | null = null;
  const one = new SingleBar({
    format: '{bar} {percentage}% {value}/{total} · {rate}/s · {changed} changed {announced} deliveries · {doing}',
    barCompleteChar: '█', barIncompleteChar: '░', barsize: 16, fps: 5, hideCursor: true, stream: process.stderr, noTTYOutput: false,
  });
  return {
    update: (job) => {
      first ??= job.walked;
      const shown = { changed: job.changed, announced: job.announced, doing: doing(job), rate: Math.round((job.walked - first) / Math.max((Date.now() - started) / 1000, 0.001)) };
      if (!one.isActive) one.start(job.total, job.walked, shown);
      one.setTotal(Math.max(job.total, job.walked));
      one.update(job.walked, shown);
    },
    end: () => one.stop(),
  };
}

function lines(terminal: Terminal): RelabelDisplay {
  let told = Date.now();
  return {
    update: (job) => {
      if (Date.now() - told < EVERY) return;
      told = Date.now();
      terminal.say(`${job.walked} of ${job.total} records, ${job.changed} changed, ${job.announced} deliveries, ${doing(job)}`);
    },
    end: () => undefined,
  };
}

function doing({ round, finished_at }: RelabelJob): string {
  if (finished_at !== null) return 'finished';
  return round === 1 ? 'all records' : 'those written meanwhile';
}
