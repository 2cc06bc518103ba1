/** `npm run test:insider -- [--tuning]`: the rules on every held-out year of the simulator, or on those they are tuned on. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({ options: { tuning: { type: 'boolean', default: false } } });
const child = spawn(process.execPath, ['test/run.mjs', '--runInBand', 'test/dataprotection/insider/found-and-false'], {
  cwd: root, stdio: 'inherit', env: { ...process.env, INSIDER_SEEDS: values.tuning ? 'tuning' : 'all' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
