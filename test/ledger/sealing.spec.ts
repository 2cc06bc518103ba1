import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonical, consistencySpans, hashFrom, isConsistent, isSignedBy, leafHash, readCheckpoint, rootByInclusion, sealLeaf, slotLeaf, readHead, type Plain } from '#libs/proofs';
import { caseDocument, envelope } from '../world/index.js';
import { eventually } from '../world/eventually.js';
import { openSealedWorld, type SealedWorld } from './sealed-world.js';

let world: SealedWorld;
const dpo = () => world.caller('fia-dpo', { agency: 'fia', audiences: ['fia'], officer: null });
const sealedLines = async () => Number((await world.rows<{ size: string }>(`select coalesce(sum(size), 0) as size from audit.tree where agency = 'fia'`))[0]!.size);
const period = () => world.rows<{ period: string }>('select period from audit.tree limit 1').then(([row]) => row!.period);

beforeAll(async () => {
  world = await openSealedWorld();
  await world.seal();
  const receipt = await world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }) }));
  for (let turn = 0; turn < 300; turn++) await world.find.one(world.caller('fia', { caseReference: `FIR-"${turn}"\\ü` }), 'case', receipt.id);
  await eventually(async () => (await sealedLines()) >= 301);
}, 60_000);
afterAll(() => world?.close());

describe('the ledger is sealed', () => {
  it('every line is in its agency\'s tree, in the order of its transactions, under the hash of its canonical form', async () => {
    const tile = await world.ledger.tile(dpo(), { period: await period(), index: 0 });
    const next = await world.ledger.tile(dpo(), { period: await period(), index: 1 });
    const lines = [...tile.lines, ...next.lines];
    const stored = await world.rows<{ id: string }>(`select operation_id as id from audit.ledger where agency = 'fia' order by xid, seq limit 301`);
    expect(lines.slice(0, 301).map((line) => (JSON.parse(line) as { operation: string }).operation)).toEqual(stored.map(({ id }) => id));
    expect(tile.lines.map((line) => leafHash(line).toString('base64'))).toEqual(Array.from({ length: 256 }, (_, place) =>
      Buffer.from(tile.hashes, 'base64').subarray(place * 32, place * 32 + 32).toString('base64')));
    for (const line of lines) expect(canonical(JSON.parse(line) as Plain)).toBe(line);
    expect(world.faults).toEqual([]);
  });

  it('a line is proved to stand in the tree, the tree in the seal, the seal in the signed log', async () => {
    const opening = (await world.seals.opening(dpo(), {}))!;
    const { size, root } = opening.head;
    const proof = await world.ledger.proof(dpo(), { period: opening.head.period, index: 260, size });
    expect(proof.root).toBe(root);
    expect(rootByInclusion({ leaf: hashFrom(proof.leaf), index: 260, size, path: proof.path.map(hashFrom) })).toEqual(hashFrom(root));
    const slot = slotLeaf(readHead(opening.head), { slot: opening.slot, tick: opening.tick, salt: hashFrom(opening.salt) });
    expect(rootByInclusion({ leaf: slot, index: opening.slot, size: 256, path: opening.slotPath.map(hashFrom) })).toEqual(hashFrom(opening.slots));
    const checkpoint = readCheckpoint(opening.checkpoint);
    const leaf = sealLeaf(opening.tick, hashFrom(opening.slots));
    expect(rootByInclusion({ leaf, index: checkpoint.size - 1, size: checkpoint.size, path: opening.path.map(hashFrom) })).toEqual(checkpoint.root);
    expect(isSignedBy(checkpoint, world.signer.key)).toBe(true);
  });

  it('the log has one leaf for every interval and no other, and continues itself', async () => {
    const first = await world.seals.log(dpo());
    await eventually(async () => (await world.seals.log(dpo())).size >= first.size + 3);
    const log = await world.seals.log(dpo());
    const [clock] = await world.rows<{ tick: string }>('select floor(extract(epoch from clock_timestamp()) * 1000 / 50) as tick');
    expect(Math.abs(Number(clock!.tick) - (log.firstTick + log.size))).toBeLessThan(40);
    const [then, now] = [readCheckpoint(first.checkpoint), readCheckpoint(log.checkpoint)];
    const path = await world.seals.consistency(dpo(), { from: then.size, to: now.size });
    expect(path).toHaveLength(consistencySpans(then.size, now.size).length);
    expect(isConsistent({ former: then, now, path: path.map(hashFrom) })).toBe(true);
  });

  it('two sealers at once make one log', async () => {
    await world.seal();
    const before = await world.seals.log(dpo());
    await eventually(async () => (await world.seals.log(dpo())).size >= before.size + 10);
    expect(world.faults).toEqual([]);
  });
});
