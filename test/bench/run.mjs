/** `npm run bench -- NAME [--json]`: compiles, runs the benches on real services, prints their figures. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchServices } from './services.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
if (!process.argv.includes('--compiled')) {
  const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['inherit', 2, 2] });
  if (compiled.status !== 0) {
    process.stderr.write('The code does not compile; nothing was measured.\n');
    process.exit(1);
  }
}
const { main } = await import(new URL('dist/test/bench/main.js', `file://${root}`));
try {
  process.exitCode = await main(process.argv.slice(2), benchServices);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
