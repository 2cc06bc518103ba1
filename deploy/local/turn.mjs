/** One start at a time in one folder: a second would end the first one's services as leftovers. */
import { rmSync, writeFileSync } from 'node:fs';
import { commandOf, readPid } from './service.mjs';

export async function takeTurn(file) {
  const other = readPid(file);
  if (other && other !== process.pid && commandOf(other).includes('start.mjs')) {
    throw new Error(`The hub is already running here (process ${other}).`);
  }
  writeFileSync(file, String(process.pid));
  process.on('exit', () => {
    if (readPid(file) === process.pid) rmSync(file, { force: true });
  });
}
