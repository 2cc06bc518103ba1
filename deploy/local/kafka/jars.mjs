/** The broker's jars: named and pinned in `pom.xml`, fetched once with Maven. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const POM = fileURLToPath(new URL('pom.xml', import.meta.url));

/** Why there can be no local broker, in a few words, or null when there can. */
export function whyNoKafka(jars) {
  const java = javaMajor();
  if (java < 17) return java ? `Java ${java} is too old (17 is needed)` : 'Java 17 or newer was not found';
  if (!fresh(jars) && !answers('mvn', ['-v'])) return 'Maven (mvn) was not found';
  return null;
}

/** Fills `jars` unless the jars of this very pom are there. `onFetch` is called before a download. */
export async function ensureJars(jars, onFetch = () => {}) {
  if (fresh(jars)) return;
  onFetch();
  mkdirSync(dirname(jars), { recursive: true });
  const fetched = mkdtempSync(`${jars}-`);
  try {
    const goal = ['-B', '-q', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`];
    await promisify(execFile)('mvn', goal, { shell: process.platform === 'win32' });
    writeFileSync(join(fetched, 'pom.sha256'), fingerprint());
    rmSync(jars, { recursive: true, force: true });
    renameSync(fetched, jars);
  } catch (error) {
    rmSync(fetched, { recursive: true, force: true });
    throw new Error(`Maven could not fetch the broker: ${(error.stdout || error.message).slice(0, 2000)}`);
  }
}

const fingerprint = () => createHash('sha256').update(readFileSync(POM)).digest('hex');

function fresh(jars) {
  const mark = join(jars, 'pom.sha256');
  return existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint();
}

function answers(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore', shell: process.platform === 'win32' });
    return true;
  } catch {
    return false;
  }
}

/** The major version of the `java` on the path, or 0. */
function javaMajor() {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  return Number(/java\.specification\.version = (\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}
