import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerApproval, AskApproval, Deadlines, Effects } from '#libs/approvals';
import { maskOf } from '#libs/contracts';
import { callerFacts, LedgerDisclosure } from '#libs/disclosure';
import { TLP_RANK, type Caller } from '#libs/kernel';
import { CursorSeal } from '#libs/keys';
import type { Tx } from '#libs/postgres';
import { ApprovalRequests } from '../../libs/approvals/actions/approval-requests.js';
import { TakeBackApproval } from '../../libs/approvals/actions/take-back-approval.js';
import { eventually } from '../world/eventually.js';
import { caseDocument, envelope, openWorld, refusalOf, type World } from '../world/index.js';

let world: World;
let requests: ApprovalRequests;
let deadlines: Deadlines;
let answering: AnswerApproval;
let takingBack: TakeBackApproval;
beforeAll(async () => {
  world = await openWorld();
  const { database, keeping } = world.house;
  const disclosure = new LedgerDisclosure(database);
  requests = new ApprovalRequests(disclosure, new CursorSeal(world.masterKey));
  deadlines = new Deadlines(disclosure, keeping.source.ids);
  const effects = new Effects<Tx>();
  answering = new AnswerApproval(database, effects);
  takingBack = new TakeBackApproval(database, effects);
});
afterAll(() => world?.close());

const cleared = (clearance: keyof typeof TLP_RANK, agency = 'fia') => world.caller(agency, { officer: 'o-2', clearance: TLP_RANK[clearance]! });
const protector = () => world.caller('fia', { client: 'fia-dpo', roles: ['data-protection-officer'], officer: 'o-3', clearance: TLP_RANK.CLEAR! });
const shown = async (caller: Caller) => (await requests.page(caller, {})).found.map(({ id }) => id);
const due = async (caller: Caller) => (await deadlines.list(caller, 100)).map(({ subject }) => subject);

/** Europol asks fia about a record of this TLP. */
async function asked(tlp: string): Promise<{ record: string; request: string }> {
  const { id: record } = await world.submit('fia', 'case', caseDocument({ envelope: envelope({ tlp, recipients: ['europol'], onward: 'with-consent' }) }));
  const caller = world.caller('europol');
  const claim = { caller: callerFacts(caller), key: randomUUID(), content: Buffer.from(record) };
  const { id: request } = await new AskApproval(world.house.database, world.house.keeping.source.ids).run('europol', claim, { procedure: 'onward-sharing', answeredBy: 'fia', record, terms: { to: 'de-bka' } });
  return { record, request };
}

describe('a request names its record, and is shown to whom the record may be known, LED art. 29(2)(e)', () => {
  it('in both agencies to officers up to whose clearance the record is marked, and to whoever protects the agency\'s data', async () => {
    const [red, amber] = [await asked('RED'), await asked('AMBER')];
    for (const agency of ['fia', 'europol']) {
      const [high, low] = [await shown(cleared('RED', agency)), await shown(cleared('AMBER', agency))];
      expect([agency, high.includes(red.request), high.includes(amber.request), low.includes(red.request), low.includes(amber.request)]).toEqual([agency, true, true, false, true]);
    }
    expect(await shown(protector())).toEqual(expect.arrayContaining([red.request, amber.request]));
    const low = await due(cleared('AMBER'));
    expect([low.includes(red.record), low.includes(amber.record), (await due(cleared('RED'))).includes(red.record)]).toEqual([false, true, true]);
  });

  it('the stream of all that an agency is told of requests is for whom every record may be known, and how records are governed', async () => {
    const { request } = await asked('RED');
    const told = async (caller: Caller) => (await world.house.feed.page(caller, 'approvals', null, 100)).deliveries.map(({ recordId }) => recordId);
    for (const caller of [cleared('RED'), protector()]) await eventually(async () => (await told(caller)).includes(request));
    for (const caller of [cleared('AMBER+STRICT'), world.caller('fia', { classes: maskOf('REFERENCE', 'EVENT') })]) {
      expect((await refusalOf(told(caller))).map(({ code }) => code)).toEqual(['ACTION_NOT_ALLOWED']);
    }
    expect(await told(world.caller('de-bka'))).toEqual([]);
  });

  it('whoever may not know it can neither answer it nor take it back, and is told that there is none', async () => {
    const { request } = await asked('RED');
    const codes = async (work: Promise<unknown>) => (await refusalOf(work)).map(({ code }) => code);
    expect(await codes(answering.run(cleared('AMBER+STRICT'), { id: request, agree: true }))).toEqual(['RECORD_NOT_FOUND']);
    expect((await answering.run(cleared('RED'), { id: request, agree: true })).state).toBe('agreed');
    expect(await codes(takingBack.run(cleared('AMBER+STRICT'), request))).toEqual(['RECORD_NOT_FOUND']);
  });

  it('raised since, the mark holds at once; and when the record is gone, the one it had', async () => {
    const { record, request } = await asked('AMBER');
    await world.rows('update records.record set tlp = 4 where id = $1', [record]);
    expect([await shown(cleared('AMBER')), await shown(cleared('RED'))]).toEqual([expect.not.arrayContaining([request]), expect.arrayContaining([request])]);
    const gone = await asked('RED');
    await world.rows('delete from records.record where id = $1', [gone.record]);
    expect([await shown(cleared('AMBER')), await shown(cleared('RED'))]).toEqual([expect.not.arrayContaining([gone.request]), expect.arrayContaining([gone.request])]);
  });
});
