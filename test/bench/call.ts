/** What was asked on the command line. */
export interface Call {
  readonly names: readonly string[];
  readonly json: boolean;
  readonly fresh: boolean;
  readonly small: boolean;
  readonly large: boolean;
  /** `all`: benches that the kept results already hold are not run again. */
  readonly resume: boolean;
  readonly rounds: number;
}

const FLAGS = ['--json', '--fresh', '--small', '--large', '--quick', '--resume', '--compiled'];

/** @returns the call, or what is wrong with it */
export function readCall(argv: readonly string[]): Call | string {
  const names: string[] = [];
  const flags = new Set<string>();
  let rounds: number | null = null;
  for (let place = 0; place < argv.length; place++) {
    const argument = argv[place]!;
    const [name, value] = argument.split('=', 2);
    if (name === '--rounds') rounds = Number(value ?? argv[++place]);
    else if (FLAGS.includes(argument)) flags.add(argument);
    else if (argument === '--help') names.push('help');
    else if (argument.startsWith('-')) return `there is no option ${argument}`;
    else names.push(argument);
  }
  if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0 && rounds < 1_000)) return '--rounds takes a whole number from 1 to 999';
  const on = (flag: string) => flags.has(flag);
  return { names, json: on('--json'), fresh: on('--fresh'), small: on('--small'), large: on('--large'), resume: on('--resume'), rounds: rounds ?? (on('--quick') ? 3 : 7) };
}
