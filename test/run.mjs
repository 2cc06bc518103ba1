/** `npm test`: compiles, runs jest with the arguments given, and says in one line how it went. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let current;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => current?.kill(signal));

/** Runs Node and resolves with its exit code; a signal counts as a failure. */
function node(...args) {
  current = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => current.once('exit', (code) => resolve(code ?? 1)));
}

const compiled = await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
if (compiled !== 0) {
  process.stderr.write('The code does not compile; no test was run.\n');
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'amanat-result-'));
const file = join(folder, 'jest.json');
const code = await node(
  '--experimental-vm-modules', '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js', '--json', `--outputFile=${file}`, ...process.argv.slice(2),
);
let result;
try {
  result = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  result = null; // jest ended before it could write: the services did not start, or it was interrupted
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${summary(result)}\n`);
process.exit(code);

/** A file that could not be loaded counts as one failure: its tests are not among jest's numbers. */
function summary(jestResult) {
  if (!jestResult) return '0 passed, 1 failed';
  const failed = jestResult.numFailedTests + jestResult.numRuntimeErrorTestSuites;
  const skipped = jestResult.numPendingTests + jestResult.numTodoTests;
  return `${jestResult.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
