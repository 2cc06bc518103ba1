/** What a fresh clone lacks: the packages, and the code compiled and bundled. Both only when they are out of date. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, bundleHub } from './bundle.mjs';
import { startService } from './service.mjs';

const PACKAGES = 'node_modules/.package-lock.json';
const SOURCES = ['apps', 'libs', 'tsconfig.json', 'tsconfig.product.json', 'package.json', PACKAGES];

export function packagesAreStale(root) {
  return changedAt(join(root, PACKAGES)) < changedAt(join(root, 'package-lock.json'));
}

export function installPackages(root, home) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return finished('npm ci', npm, ['ci'], root, join(home, 'install.log'));
}

export function codeIsStale(root) {
  const compiled = changedAt(stamp(root));
  return !existsSync(join(root, 'dist', BUNDLE)) || SOURCES.some((source) => newest(join(root, source)) > compiled);
}

export async function compile(root, home) {
  const begun = new Date().toISOString();
  await finished('tsc', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.product.json')], root, join(home, 'compile.log'));
  await bundleHub(root);
  writeFileSync(stamp(root), begun);
}

const stamp = (root) => join(root, 'dist', '.compiled');

async function finished(name, command, args, cwd, log) {
  mkdirSync(join(log, '..'), { recursive: true });
  rmSync(log, { force: true });
  const { code, error } = await startService(command, args, { cwd, log, shell: process.platform === 'win32' }).ended;
  if (code !== 0) throw new Error(`${name} failed${error ? ` (${error.code})` : ''}:\n${existsSync(log) ? readFileSync(log, 'utf8').slice(-3000) : ''}`);
}

function changedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return changedAt(path);
  return Math.max(0, ...readdirSync(path).filter((name) => name !== 'node_modules').map((name) => newest(join(path, name))));
}
