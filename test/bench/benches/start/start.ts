import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hubTls } from '../../../world/hub/hub-tls.js';
import { compared, rounded, type Figure } from '../../measure/figure.js';
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
    const { seconds, hubSeconds, idle } = await starts(services, options.rounds);
    const read = await memoryUnderRead(services, options.rounds);
    return [
      { ...figureOf(`${ALLOWED.start} s, from npm start to the first answer`, seconds, ALLOWED.start), of: 'time', hubAloneSeconds: middle(hubSeconds) },
      { ...figureOf(`${ALLOWED.idle} MiB, idle`, idle, ALLOWED.idle), of: 'memory', mostMiB: Math.round(Math.max(...idle)) },
      { ...figureOf(`${ALLOWED.read} MiB, under read`, read, ALLOWED.read), of: 'memory', mostMiB: Math.round(Math.max(...read)) },
    ];
  },
};

interface Starts {
  readonly seconds: number[];
  readonly hubSeconds: number[];
  readonly idle: number[];
}

/** The first start makes what a fresh folder lacks and is not counted. */
async function starts(services: Services, rounds: number): Promise<Starts> {
  const broker = await services.broker();
  const { tlsOf } = await hubTls(join(HOME, 'tls'), ['fia']);
  const once = async <Result>(look: (started: Started) => Promise<Result>): Promise<Result> => {
    const started = await npmStart(HOME, broker, tlsOf);
    return look(started).finally(() => started.stop());
  };
  say('starting once, so that the data are there');
  await once(async () => undefined);
  const series: Starts = { seconds: [], hubSeconds: [], idle: [] };
  for (let round = 0; round < rounds; round++) {
    await once(async ({ seconds, hubSeconds, pid }) => {
      await pause(REST);
      series.seconds.push(seconds);
      series.hubSeconds.push(hubSeconds);
      series.idle.push(residentMiB(pid));
      say(`start ${round + 1} of ${rounds}: ${rounded(seconds)} s`);
    });
  }
  return series;
}

/** There is no other hub to compare with: the yardstick is what is allowed. */
function figureOf(what: string, series: readonly number[], allowed: number) {
  return { bench: 'start', yardstick: `allowed ${what}`, ...compared(series, series.map(() => allowed)), target: 1, median: middle(series) };
}

const middle = (series: readonly number[]) => rounded([...series].sort((a, b) => a - b)[series.length >> 1]!);
