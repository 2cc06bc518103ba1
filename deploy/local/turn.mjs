/** One start at a time in one folder: a second would end the first one's services as leftovers. */
import { rmSync, writeFileSync } from 'node:fs';
import { commandOf, readPid } from './service.mjs';

/** `mark` = part of the command line by which a holder that still runs is known. */
export async function takeTurn(file, mark = 'start.mjs') {
  const other = readPid(file);
  if (other && other !== process.pid && commandOf(other).includes(mark)) {
    throw new Error(`It is already running here (process ${other}).`);
  }
  writeFileSync(file, String(process.pid));
  process.on('exit', () => {
    if (readPid(file) === process.pid) rmSync(file, { force: true });
  });
}
