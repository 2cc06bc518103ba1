/** `npm run trial -- NAME`: compiles, then hands the real files in to a hub of its own and accounts for every row. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openServices } from './services.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
if (!process.argv.includes('--compiled')) {
  const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['inherit', 2, 2] });
  if (compiled.status !== 0) {
    process.stderr.write('The code does not compile; nothing was tried.\n');
    process.exit(1);
  }
}
const { main } = await import(new URL('dist/test/trial/main.js', `file://${root}`));
process.exitCode = await main(process.argv.slice(2), openServices);
