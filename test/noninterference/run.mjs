/** `npm run test:noninterference -- [--runs N] [--seed S]`: the harness for as long as one likes, and what it found in three lines. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, seed: { type: 'string' } } });
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d{0,8}$/u.test(value)) continue;
  process.stderr.write(`--${name} takes a whole number from 1\n`);
  process.exit(2);
}
const child = spawn(process.execPath, ['test/run.mjs', '--runInBand', 'test/noninterference/'], {
  cwd: root, stdio: 'inherit',
  env: { ...process.env, NONINTERFERENCE_RUNS: values.runs, ...(values.seed && { NONINTERFERENCE_SEED: values.seed }) },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
