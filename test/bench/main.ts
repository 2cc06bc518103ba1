import { writeFileSync } from 'node:fs';
import { all, PICTURE, RESULTS } from './all.js';
import type { Bench, Services } from './benches/bench.js';
import { alert } from './benches/alert/alert.js';
import { fanout } from './benches/fanout/fanout.js';
import { growth } from './benches/growth/growth.js';
import { hidden } from './benches/hidden/hidden.js';
import { ingest } from './benches/ingest/ingest.js';
import { ledger } from './benches/ledger.js';
import { list } from './benches/list/list.js';
import { overload } from './benches/overload/overload.js';
import { policy } from './benches/policy/policy.js';
import { byid } from './benches/read/byid.js';
import { read } from './benches/read/read.js';
import { relabel } from './benches/relabel/relabel.js';
import { relay } from './benches/relay/relay.js';
import { start } from './benches/start/start.js';
import { write } from './benches/write.js';
import { readCall, type Call } from './call.js';
import { isMissed, table, type Figure } from './measure/figure.js';
import { picture } from './measure/picture.js';
import { figuresIn } from './measure/results.js';
import { say } from './measure/say.js';

const BENCHES: Readonly<Record<string, Bench>> = {
  read, byid, list, write, ingest, relay, alert, fanout, policy, ledger, start, overload, hidden, relabel, growth,
};

/** @returns the exit code: 2 for a wrong call, 1 for a target missed or a bench that broke */
export async function main(argv: readonly string[], openServices: () => Services): Promise<number> {
  const call = readCall(argv);
  if (typeof call === 'string') return wrong(call);
  if (call.names.length === 0 || call.names.includes('help')) return say(help()), 0;
  if (call.names[0] === 'picture') return draw(call.names.slice(1));
  const unknown = call.names.filter((name) => !BENCHES[name] && name !== 'all');
  if (unknown.length > 0) return wrong(`there is no bench ${unknown.join(', ')}`);
  const services = openServices();
  try {
    return await run(call, services);
  } finally {
    await services.close();
  }
}

async function run(call: Call, services: Services): Promise<number> {
  if (call.names.includes('all')) {
    const { figures, broken } = await all(BENCHES, services, call);
    show(figures, call);
    for (const name of broken) say(`${name} broke off; npm run bench -- all --resume runs it again`);
    return broken.length > 0 || figures.some(isMissed) ? 1 : 0;
  }
  const figures: Figure[] = [];
  for (const name of call.names) figures.push(...(await BENCHES[name]!.run(services, call)));
  show(figures, call);
  return figures.some(isMissed) ? 1 : 0;
}

function show(figures: readonly Figure[], { json }: Call): void {
  process.stdout.write(json ? figures.map((figure) => `${JSON.stringify(figure)}\n`).join('') : `${table(figures)}\n`);
}

function draw([file = RESULTS, to = PICTURE]: readonly string[]): number {
  const figures = figuresIn(file);
  writeFileSync(to, picture(figures));
  process.stdout.write(`${table(figures)}\n`);
  say(`${to} is drawn`);
  return 0;
}

function wrong(reason: string): number {
  say(`${reason}\n\n${help()}`);
  return 2;
}

function help(): string {
  const benches = Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`).join('\n');
  return `npm run bench -- NAME … [--json] [--rounds N] [--quick] [--small] [--large] [--fresh]
npm run bench -- all [--resume]
npm run bench -- picture [FILE [SVG]]\n\n${benches}
  all      every one of them, kept as JSON lines in ${RESULTS} and drawn as ${PICTURE}
  picture  draws ${PICTURE} (or SVG) from the JSON lines of a file, where the later of two lines holds\n
Hub and yardstick are measured in turns in one run. ratio: median over the rounds of hub : yardstick; spread: its least and greatest.
verdict: reached or missed when all rounds say so, else noise. The exit code is 1 when a median misses its target.
--json   one JSON line per yardstick    --fresh  build the kept worlds anew (.amanat/bench)    --rounds N, --quick  N or 3 rounds instead of 7
--small  worlds of 10 k instead of 1 M, and shorter loads    --large  growth: a world of 5 M as well (hours, 40 GB)
--resume  all: go on where the last run was ended`;
}
