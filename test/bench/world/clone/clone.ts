import type { Client } from 'pg';
import type { House } from '../../../../apps/assembly/house.js';
import { progress } from '../../measure/say.js';
import { copyInto } from '../copy.js';
import type { Size } from '../size.js';
import { layClones, rememberOriginals } from './lay.js';
import { Originals, type Clone } from './originals.js';

const BATCH = 5_000;

/**
 * Grows a world whose first `distinct` cases are there: the others are these again, under ids and references
 * of their own. PostgreSQL lays all rows but the sealed ones, which are bound to their record and are sealed
 * here anew. What comes out is, row for row, what loading cases that repeat would give (`show-same-clones.ts`).
 */
export async function clone(house: House, admin: Client, size: Required<Size>): Promise<void> {
  const originals = new Originals(house, size);
  await rememberOriginals(admin, await originals.capture());
  const told = progress('cloning the world', size.records - size.distinct);
  let writing: Promise<void> = Promise.resolve();
  for (let start = size.distinct; start < size.records; start += BATCH) {
    const clones: Clone[] = [];
    for (let index = start; index < Math.min(start + BATCH, size.records); index++) {
      clones.push(await originals.clone(index));
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve)); // the rows before are being written meanwhile
    }
    await writing;
    writing = write(admin, clones).then(() => told(start - size.distinct + clones.length));
  }
  await writing;
}

async function write(admin: Client, clones: readonly Clone[]): Promise<void> {
  await copyInto(admin, 'records.sealed_slice', clones.flatMap(({ sealed, id }) => sealed.map((one) => (
    { record_id: id, class: one.classBit, version: 1, subject: one.subject, ciphertext: one.ciphertext, key_id: one.key }))));
  await layClones(admin, clones.map(({ id, original, index, digests, content }) => ({ id, original, number: index, digests, content })));
}
