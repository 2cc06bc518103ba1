import { expect, it } from '@jest/globals';
import { eventually, type StreamEvent } from '../../world/hub.js';
import { follow, take } from '../../world/hub/exits.js';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

/** Milliseconds. The promise is one second; the rest is for a machine that runs other tests meanwhile. */
const BOUND = 1_000 + 500;
const AGENCY = 'de-bka';
const PROTOCOLS = ['events', 'socket'] as const;

interface Change {
  /** Gives one row, which `undo` is given again. */
  readonly act: string;
  readonly undo: string;
  readonly codes: readonly string[];
}

const CHANGES: Readonly<Record<string, Change>> = {
  'its client is no longer enrolled': {
    act: `delete from directory.client c where id = '${AGENCY}' returning to_jsonb(c) as row`,
    undo: `insert into directory.client select * from jsonb_populate_record(null::directory.client, $1)`, codes: ['UNAUTHENTICATED'],
  },
  'its client is cleared for less': {
    act: `update directory.client set clearance = 1 where id = '${AGENCY}'`, undo: `update directory.client set clearance = 4 where id = '${AGENCY}'`, codes: ['CALLER_CHANGED', 'ACTION_NOT_ALLOWED'],
  },
  'its client may see fewer classes': {
    act: `update directory.client set classes = 1 where id = '${AGENCY}'`, undo: `update directory.client set classes = 8191 where id = '${AGENCY}'`, codes: ['CALLER_CHANGED', 'ACTION_NOT_ALLOWED'],
  },
  'the standing subscription has expired': {
    act: `update directory.stream set expires_at = now() where agency = '${AGENCY}' and name = 'records'`,
    undo: `update directory.stream set expires_at = '2030-12-31' where agency = '${AGENCY}' and name = 'records'`, codes: ['STREAM_UNKNOWN'],
  },
};

async function endOf(events: AsyncGenerator<StreamEvent>): Promise<{ at: number; codes: string[]; brought: number }> {
  let codes: string[] = [];
  let brought = 0;
  for await (const event of events) {
    if (event.errors) codes = event.errors.map(({ extensions }) => extensions.code);
    else brought += 1;
  }
  return { at: performance.now(), codes, brought };
}

/** Let in as before, by two looks with time enough between them for a change under way to arrive. */
async function admitted(stage: Stage): Promise<boolean> {
  for (let look = 0; look < 2; look++) {
    const { data, codes } = await stage.ask(AGENCY, '{ me { clearance classes streams { name } } deliveries(stream: "records", first: 1) { edges { cursor } } }');
    if (codes.length > 0 || data.me.clearance !== 'RED' || data.me.classes.length !== 13) return false;
    if (look === 0) await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return true;
}

async function opened(stage: Stage) {
  await eventually(() => admitted(stage));
  await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([AGENCY]) }));
  const streams = PROTOCOLS.map((by) => follow(stage.hub, by, AGENCY));
  await Promise.all(streams.map((events) => take(events, 1)));
  return streams;
}

/** A long connection is admitted once and never asked again. */
export const outlivedSubscriptions: Family = {
  number: 5,
  leak: 'A subscription outlives revocation and expiry',
  seenIn: 'harper#1414, apollo router#3947, neo4j/graphql#7358',
  stories(stage) {
    it.each(Object.entries(CHANGES))('it ends within a second, by both protocols, and brings nothing more, when %s', async (_name, { act, undo, codes }) => {
      const streams = await opened(stage);
      const ends = streams.map(endOf);
      await new Promise((resolve) => setTimeout(resolve, 400)); // what was there has been brought: the stream waits
      const begun = performance.now();
      const [gone] = await stage.rows<{ row: unknown }>(act);
      try {
        for (const { at, codes: why } of await Promise.all(ends)) {
          expect(codes).toEqual(expect.arrayContaining(why));
          expect(why).toHaveLength(1);
          expect(at - begun).toBeLessThan(BOUND);
        }
      } finally {
        await stage.rows(undo, gone ? [JSON.stringify(gone.row)] : []);
      }
      await eventually(() => admitted(stage));
    });

    it('what comes in after the change is not brought', async () => {
      const streams = await opened(stage);
      const ends = streams.map(endOf);
      const { act, undo } = CHANGES['its client may see fewer classes']!;
      await stage.rows(act);
      await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([AGENCY]), summary: 'Handed in after the change.' }));
      const known = await stage.rows<{ n: number }>(`select count(*)::int as n from delivery.entry where agency = '${AGENCY}' and stream = 'records'`);
      for (const { brought } of await Promise.all(ends)) expect(brought + 1).toBeLessThan(known[0]!.n);
      await stage.rows(undo);
    });
  },
};
