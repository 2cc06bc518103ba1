#!/usr/bin/env node
// Starts the compiled command line; on a fresh clone it is compiled first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const house = fileURLToPath(new URL('../../', import.meta.url));
const main = new URL('../../dist/apps/amanat/main.js', import.meta.url);

if (!existsSync(main)) {
  process.stderr.write('Compiling the command line, this once …\n');
  const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  if (!existsSync(compiler)) {
    process.stderr.write('The packages are not installed: run `npm ci` first.\n');
    process.exit(2);
  }
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.product.json'], { cwd: house, stdio: ['ignore', 2, 2] });
  if (!existsSync(main)) process.exit(status || 2);
}
await import(main.href);
