import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mayRead } from '#libs/audit';
import { callerFacts } from '#libs/disclosure';
import type { Caller, Role } from '#libs/kernel';
import { COSIGNATURE, countersignature, isSignedBy, NoteSigner, readCheckpoint, signedCheckpoint } from '#libs/proofs';
import { caseDocument, envelope } from '../world/index.js';
import { eventually } from '../world/eventually.js';
import { refusalOf } from '../world/world.js';
import { openSealedWorld, type SealedWorld } from './sealed-world.js';

let world: SealedWorld;
let period: string;
beforeAll(async () => {
  world = await openSealedWorld();
  await world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }) }));
  await world.find.page(world.caller('nccia'), 'case', {});
  await world.seal();
  await eventually(async () => (await world.rows('select from audit.head')).length >= 2);
  [{ period }] = await world.rows<{ period: string }>('select period from audit.tree limit 1') as [{ period: string }];
}, 60_000);
afterAll(() => world?.close());

const as = (client: string, agency: string, roles: Role[]): Caller => ({ ...world.caller('fia'), client, agency, audiences: [agency], roles, officer: null });
const codeOf = async (work: () => Promise<unknown>) => (await refusalOf((async () => work())()))[0]!.code;

describe('who sees which line of the ledger', () => {
  it('the data-protection officer sees the lines of its own agency, and no other\'s', async () => {
    const own = await world.ledger.lines(as('fia-dpo', 'fia', ['data-protection-officer']), { period });
    expect(own.found.map(({ line }) => (line as { agency: string }).agency)).toEqual(own.found.map(() => 'fia'));
    expect(own.found.length).toBeGreaterThan(0);
    for (const agency of ['nccia', 'nobody', 'operator']) {
      expect(await codeOf(() => world.ledger.lines(as('fia-dpo', 'fia', ['data-protection-officer']), { agency, period }) as Promise<unknown>)).toBe('ACTION_NOT_ALLOWED');
    }
  });

  it('an officer sees how its agency\'s trees stand, and no line; the operator sees no agency\'s', async () => {
    const officer = as('fia', 'fia', ['officer']);
    expect((await world.seals.opening(officer, {}))!.head.agency).toBe('fia');
    expect(await codeOf(() => world.ledger.lines(officer, { period }) as Promise<unknown>)).toBe('ACTION_NOT_ALLOWED');
    expect(await codeOf(() => world.seals.opening(as('operator', 'operator', ['operator']), { agency: 'fia' }) as Promise<unknown>)).toBe('ACTION_NOT_ALLOWED');
  });

  it('the supervisor sees all, and that it looked stands in the ledger too', async () => {
    const supervisor = as('supervisor', 'operator', ['supervisor']);
    for (const agency of ['fia', 'nccia']) expect((await world.ledger.lines(supervisor, { agency, period })).found.length).toBeGreaterThan(0);
    const [line] = await world.rows(`select client, kind from audit.ledger where action = 'ledger-lines' and client = 'supervisor' and kind = 'nccia'`);
    expect(line).toEqual({ client: 'supervisor', kind: 'nccia' });
  });

  it('PostgreSQL decides the same as the hub, for every role, agency and part', async () => {
    for (const roles of [['officer'], ['data-protection-officer'], ['operator'], ['supervisor'], []] as Role[][]) {
      for (const agency of ['fia', 'nccia', 'operator']) {
        for (const part of ['lines', 'trees'] as const) {
          const caller = as('fia', 'fia', roles);
          const [row] = await world.rows<{ may: boolean }>('select audit.may(jsonb_populate_record(null::audit.caller, $1), $2, $3) as may', [callerFacts(caller), agency, part]);
          expect([roles, agency, part, row!.may]).toEqual([roles, agency, part, mayRead(caller, agency, part)]);
        }
      }
    }
    const facts = callerFacts(as('fia-dpo', 'fia', ['data-protection-officer']));
    expect(await world.house.database.query(`select * from audit.tile_lines($1, 'nccia', $2, 0)`, [facts, period])).toEqual([]);
    expect(await world.house.database.query(`select * from audit.tiles($1, 'nccia', $2, '{0}', '{0}')`, [facts, period])).toEqual([]);
  });

  it('a page goes on from its cursor, which serves nobody else', async () => {
    const [dpo, other] = [as('fia-dpo', 'fia', ['data-protection-officer']), as('nccia-dpo', 'nccia', ['data-protection-officer'])];
    await eventually(async () => (await world.ledger.lines(dpo, { period, first: 2 })).found.length === 2);
    const all = await world.ledger.lines(dpo, { period });
    const first = await world.ledger.lines(dpo, { period, first: 1 });
    const next = await world.ledger.lines(dpo, { period, first: 1, after: first.found[0]!.cursor });
    expect([...first.found, ...next.found].map(({ index, line }) => [index, line])).toEqual(all.found.slice(0, 2).map(({ index, line }) => [index, line]));
    expect(await codeOf(() => world.ledger.lines(other, { period, after: first.found[0]!.cursor }) as Promise<unknown>)).toBe('CURSOR_INVALID');
    expect(await codeOf(() => world.ledger.lines(dpo, { period, first: 101 }) as Promise<unknown>)).toBe('PAGE_SIZE');
  });

  it('a slot and a seal tell nothing of others: every value is new at every interval, and every path is as long', async () => {
    const dpo = as('fia-dpo', 'fia', ['officer']);
    const one = (await world.seals.opening(dpo, {}))!;
    await eventually(async () => (await world.seals.opening(dpo, {}))!.tick > one.tick);
    const two = (await world.seals.opening(dpo, {}))!;
    expect([one.slotPath.length, two.slotPath.length, one.slot]).toEqual([8, 8, two.slot]);
    expect(two.slotPath.filter((hash) => one.slotPath.includes(hash))).toEqual([]);
  });
});

describe('countersigning', () => {
  const witness = new NoteSigner('fia', Buffer.alloc(32, 5), COSIGNATURE);
  const dpo = () => as('fia-dpo', 'fia', ['data-protection-officer']);
  const signed = (note: string, by = witness) => `${note}${countersignature(by, readCheckpoint(note), 1_763_000_000)}\n`;

  it('an agency\'s cosignature is verified, kept and shown with its checkpoint, also when that is no longer the latest', async () => {
    const { checkpoint } = await world.seals.log(dpo());
    const { size } = await world.countersign.run(dpo(), { checkpoint: signed(checkpoint), key: witness.key.text });
    await eventually(async () => (await world.seals.log(dpo())).size > size + 2);
    const kept = readCheckpoint((await world.seals.opening(dpo(), { size }))!.checkpoint);
    expect([kept.size, isSignedBy(kept, witness.key), isSignedBy(kept, world.signer.key)]).toEqual([size, true, true]);
  });

  it('no other agency\'s name, no other log and no other key is taken', async () => {
    const { checkpoint } = await world.seals.log(dpo());
    const other = new NoteSigner('nccia', Buffer.alloc(32, 6), COSIGNATURE);
    const { size, root } = readCheckpoint(checkpoint);
    const forged = signedCheckpoint(new NoteSigner(world.signer.key.name, Buffer.alloc(32, 9)), size, root);
    for (const [note, key] of [[signed(checkpoint, other), other.key.text], [signed(forged), witness.key.text], [checkpoint, witness.key.text], ['what?', witness.key.text]] as const) {
      expect(await codeOf(() => world.countersign.run(dpo(), { checkpoint: note, key }))).toBe('CHECKPOINT_INVALID');
    }
    expect(await codeOf(() => world.countersign.run(as('fia', 'fia', ['officer']), { checkpoint: signed(checkpoint), key: witness.key.text }))).toBe('ACTION_NOT_ALLOWED');
  });
});
