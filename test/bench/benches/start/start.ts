import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hubTls } from '../../../world/hub/hub-tls.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { residentMiB } from '../../measure/linux-process.js';
import { say } from '../../measure/say.js';
import type { Bench, Options, Services } from '../bench.js';
import { memoryUnderRead } from './memory-under-read.js';
import { npmStart, type Started } from './npm-start.js';

const HOME = resolve('.amanat/bench/start');
/** Seconds, and MiB of resident memory of the hub's process. */
const ALLOWED = { start: 4, idle: 350, read: 600 };
/** Milliseconds after the first answer, in which nobody asks anything. */
const REST = 5_000;

export const start: Bench = {
  about: 'npm start with data present to the first GraphQL answer, beside a running broker, and the hub\'s resident memory idle and under read.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    if (options.fresh) rmSync(HOME, { recursive: true, force: true });
    const starts = await startAgainAndAgain(services, options.rounds);
    const read = await memoryUnderRead(services, options.rounds);
    const each = (what: 'seconds' | 'hubSeconds' | 'hubProcessor' | 'idle') => starts.map((one) => one[what]);
    return [
      {
        ...figureOf(`${ALLOWED.start} s, from npm start to the first answer`, each('seconds'), ALLOWED.start), of: 'time',
        seconds: rounded(median(each('seconds'))), ofThemTheHub: rounded(median(each('hubSeconds'))), processorOfTheHub: rounded(median(each('hubProcessor'))),
      },
      { ...figureOf(`${ALLOWED.idle} MiB, idle`, each('idle'), ALLOWED.idle), of: 'memory', mostMiB: Math.round(Math.max(...each('idle'))) },
      { ...figureOf(`${ALLOWED.read} MiB, under read`, read, ALLOWED.read), of: 'memory', mostMiB: Math.round(Math.max(...read)) },
    ];
  },
};

/** There is no other hub to compare with: the yardstick is what is allowed. */
function figureOf(what: string, series: readonly number[], allowed: number) {
  return { bench: 'start', yardstick: `the allowed ${what}`, ...compared(series, series.map(() => allowed)), target: 1 };
}

interface Rested extends Started {
  /** MiB, after the rest. */
  readonly idle: number;
}

/** The first start makes what a fresh folder lacks and is not counted. */
async function startAgainAndAgain(services: Services, rounds: number): Promise<Rested[]> {
  const broker = await services.broker();
  const { tlsOf } = await hubTls(join(HOME, 'tls'), ['fia']);
  say('starting once, so that the data are there');
  await (await npmStart(HOME, broker, tlsOf)).stop();
  const series: Rested[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = await npmStart(HOME, broker, tlsOf);
    try {
      await pause(REST);
      series.push({ ...started, idle: residentMiB(started.pid) });
    } finally {
      await started.stop();
    }
    say(`start ${round + 1} of ${rounds}: ${rounded(started.seconds)} s`);
  }
  return series;
}
