import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes what differs and returns the paths; with `check` it writes nothing. */
export function writeChanged(root, files, { check }) {
  const stale = files.filter(([path, content]) => current(join(root, path)) !== content);
  if (!check) {
    for (const [path, content] of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
  return stale.map(([path]) => path);
}
