import type { Bench, Services } from './benches/bench.js';
import { fanout } from './benches/fanout/fanout.js';
import { hidden } from './benches/hidden/hidden.js';
import { ledger } from './benches/ledger.js';
import { list } from './benches/list/list.js';
import { policy } from './benches/policy/policy.js';
import { byid } from './benches/read/byid.js';
import { read } from './benches/read/read.js';
import { relabel } from './benches/relabel/relabel.js';
import { relay } from './benches/relay.js';
import { start } from './benches/start/start.js';
import { write } from './benches/write.js';
import { isMissed, table, type Figure } from './measure/figure.js';
import { say } from './measure/say.js';

const BENCHES: Readonly<Record<string, Bench>> = { list, read, byid, write, relay, hidden, relabel, ledger, policy, fanout, start };

/** @returns the exit code: 2 for a wrong call, 1 for a target missed */
export async function main(argv: readonly string[], openServices: () => Services): Promise<number> {
  const options = new Set(argv.filter((argument) => argument.startsWith('-')));
  const names = argv.filter((argument) => !argument.startsWith('-'));
  const wanted = names.includes('all') ? Object.keys(BENCHES) : names;
  const unknown = wanted.filter((name) => !BENCHES[name] && name !== 'help');
  if (wanted.length === 0 || wanted.includes('help') || unknown.length > 0) {
    say(help());
    return unknown.length > 0 ? 2 : 0;
  }
  const figures = await measured(wanted, options, openServices());
  if (options.has('--json')) for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
  else process.stdout.write(`${table(figures)}\n`);
  return figures.some(isMissed) ? 1 : 0;
}

async function measured(names: readonly string[], options: ReadonlySet<string>, services: Services): Promise<Figure[]> {
  const rounds = options.has('--quick') ? 3 : 7;
  try {
    const figures: Figure[] = [];
    for (const name of names) figures.push(...(await BENCHES[name]!.run(services, { rounds, fresh: options.has('--fresh'), small: options.has('--small') })));
    return figures;
  } finally {
    await services.close();
  }
}

function help(): string {
  const benches = Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(7)} ${about}`).join('\n');
  return `npm run bench -- NAME … [--json] [--fresh] [--quick] [--small]\n\n${benches}\n  all     every one of them\n
Hub and yardstick are measured in turns in one run. ratio: median over the rounds of hub : yardstick; spread: its least and greatest.
--json   one JSON line per yardstick    --fresh  build the kept worlds anew (.amanat/bench)    --quick  3 rounds instead of 7
--small  hidden, relabel: 10 k records instead of 1 M`;
}
