import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, type Hub } from '../world/hub.js';
import { ABSENT, caseOf, collected, newNumber, protection } from './rights/asking.js';

const WHY = { ground: 'offences', reason: 'He would warn the others.', silent: true };

let hub: Hub;
let dpo: ReturnType<typeof protection>;
let supervisor: ReturnType<typeof protection>;
beforeAll(async () => {
  hub = await startHub();
  dpo = protection(hub);
  supervisor = protection(hub, 'supervisor', 'o-s');
}, 90_000);
afterAll(() => hub?.stop());

async function answeredSilently(number: string, inTheHub: boolean): Promise<string> {
  if (inTheHub) await hub.client.submit('fia', 'case', caseOf(number));
  const { id, items } = await collected(dpo, 'access', { numbers: [number] });
  for (const item of items) await dpo.deciding(id, item, 'withhold', WHY);
  expect((await dpo.answering(id)).codes).toEqual([]);
  return id;
}

const withheld = (by: ReturnType<typeof protection>, id: string, agency = 'fia') => by.ask('query($id: ID!, $agency: ID!) { withheldFromSubject(id: $id, agency: $agency) { request records } }', { id, agency });
const verified = (by: ReturnType<typeof protection>, id: string, outcome = 'lawful', agency = 'fia') =>
  by.ask('mutation($id: ID!, $agency: ID!, $outcome: String!) { verifySubjectRequest(agency: $agency, id: $id, outcome: $outcome) { request verifiedOn statement } }', { id, agency, outcome });

describe('a person\'s rights, exercised through the supervisory authority: LED art. 17', () => {
  it('it sees the request that the person names, what was decided, on which ground, for which reasons, and what was withheld', async () => {
    const number = newNumber();
    const id = await answeredSilently(number, true);
    expect(await supervisor.one(id, 'fia')).toMatchObject({ state: 'answered', agency: 'fia', filedBy: null, items: [{ decision: 'withhold', ...WHY, decidedBy: null }] });
    expect((await supervisor.given(id, 'fia'))!.json.records).toEqual([]);
    const { data } = await withheld(supervisor, id);
    expect(data.withheldFromSubject.records).toMatchObject([{ kind: 'case', ground: 'offences' }]);
    expect(JSON.stringify(data)).toContain(number);
    const told = JSON.stringify(data);
    for (const word of ['SUMMARY-OF-THE-DESK', 'Somebody Else', 'CONCLUDED-OF-HIM']) expect(told).not.toContain(word);
    const edges = (await supervisor.ask('{ subjectRequests(agency: "fia", first: 100) { edges { node { id state right } } } }')).data.subjectRequests.edges as { node: { id: string } }[];
    expect(edges.map(({ node }) => node.id)).toContain(id);
  });

  it('with a line in its own ledger and one in that agency\'s: the agency knows that it was looked at', async () => {
    const id = await answeredSilently(newNumber(), true);
    const lines = () => hub.ground.rows<{ agency: string; action: string }>(`select agency, action from audit.ledger where client = 'supervisor' and officer = 'o-s' order by seq`);
    const before = (await lines()).length;
    await withheld(supervisor, id);
    expect((await lines()).slice(before).map(({ agency, action }) => `${agency} ${action}`).sort()).toEqual(['fia open-subject-request', 'fia supervise-subject-requests', 'operator withheld-from-subject']);
  });

  it('it tells the person that all necessary verifications were carried out, in the same words whatever there was and whatever it found; the agency is told what it found', async () => {
    const [held, none] = [await answeredSilently(newNumber(), true), await answeredSilently(newNumber(), false)];
    const answers = [await verified(supervisor, held, 'to-be-decided-again'), await verified(supervisor, none)].map(({ data }) => data.verifySubjectRequest);
    expect(answers[0].statement).toContain('all necessary verifications');
    expect({ ...answers[0], request: null }).toEqual({ ...answers[1], request: null });
    expect(await dpo.one(held)).toMatchObject({ verifiedOutcome: 'to-be-decided-again', verifiedAt: expect.any(String) });
    const { verifiedAt } = await dpo.one(held);
    expect((await verified(supervisor, held, 'to-be-decided-again')).data.verifySubjectRequest).toEqual(answers[0]);
    expect((await dpo.one(held)).verifiedAt).toBe(verifiedAt);
  });

  it('nobody else is the supervisor, what is not there is not found, and what was withheld is no agency\'s to read', async () => {
    const id = await answeredSilently(newNumber(), true);
    for (const other of [dpo, protection(hub, 'nccia-dpo'), protection(hub, 'fia', 'o-1'), protection(hub, 'operator', null)]) {
      expect((await withheld(other, id)).codes).toEqual(['ACTION_NOT_ALLOWED']);
      expect((await verified(other, id)).codes).toEqual(['ACTION_NOT_ALLOWED']);
    }
    expect((await withheld(protection(hub, 'supervisor', null), id)).codes).toEqual(['ACTION_NOT_ALLOWED']); // a machine
    expect((await withheld(supervisor, ABSENT)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await withheld(supervisor, id, 'nccia')).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await withheld(supervisor, id, 'nobody')).codes).toEqual(['AGENCY_UNKNOWN']);
    expect((await verified(supervisor, id, 'fine')).codes).toEqual(['CODE_UNKNOWN']);
    expect((await supervisor.ask('mutation($id: ID!) { answerSubjectRequest(id: $id) { id } }', { id })).codes).toEqual(['ACTION_NOT_ALLOWED']);
  });
});
