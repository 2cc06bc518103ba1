import { caseDocument, envelope, type Tree } from '../../world/index.js';
import type { Answer, Hub } from '../../world/hub.js';

const RECEIPT = '{ id state found open duplicate }';
const ITEM = '{ record kind originator list ref matchedBy decision ground reason silent withheld decidedAt decidedBy done }';
const WHOLE = `{ id agency right ground state overdue receivedAt identityCheck filedAt filedBy dueAt term extendedAt extendedFor collectedAt answeredAt verifiedAt verifiedOutcome forgottenAt wrong correct items ${ITEM} }`;

export interface Item {
  readonly record: string; readonly kind: string; readonly originator: string; readonly list: string; readonly ref: string; readonly matchedBy: readonly string[];
  readonly decision: string | null; readonly ground: string | null; readonly reason: string | null; readonly silent: boolean; readonly withheld: readonly string[]; readonly decidedBy: string | null; readonly done: boolean;
}

export interface Receipt { readonly id: string; readonly state: string; readonly found: number; readonly open: number; readonly duplicate: boolean }

let filed = 0;
/** Numbers of invented people, each of its own story. */
export const newNumber = () => `61101-${String(1_000_000 + ++filed)}-1`;
export const ABSENT = '01900000-0000-7000-8000-00000000dead';

/** An agency's data-protection officer at the public door. */
export const protection = (hub: Hub, client = 'fia-dpo', officer: string | null = 'o-9') => {
  const ask = (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => hub.client.graphql(client, { query, variables, officer });
  const step = async (query: string, variables: Record<string, unknown>): Promise<Receipt> => {
    const { data, text } = await ask(query, variables);
    if (!data?.receipt) throw new Error(text);
    return data.receipt as Receipt;
  };
  const filing = (right: string, more: Record<string, unknown>): Promise<Answer> => ask(`mutation($right: String!, $received: Date!, $check: String!, $numbers: [String!], $phones: [String!], $emails: [String!],
    $accounts: [String!], $names: [String!], $born: Date, $wrong: String, $correct: String, $ground: String, $key: ID!) { receipt: fileSubjectRequest(right: $right, receivedOn: $received, identityCheck: $check,
      numbers: $numbers, phones: $phones, emails: $emails, accounts: $accounts, names: $names, birthDate: $born, wrong: $wrong, correct: $correct, ground: $ground, idempotencyKey: $key) ${RECEIPT} }`,
  { right, received: today(), check: 'in-person', key: `filed-${++filed}`, ...more });
  const deciding = (id: string, { record, list, ref }: Pick<Item, 'record' | 'list' | 'ref'>, decision: string, more: Record<string, unknown> = {}): Promise<Answer> => ask(`mutation($id: ID!, $record: ID!, $list: String!, $ref: ID!,
    $decision: String!, $ground: String, $reason: String, $silent: Boolean, $classes: [String!]) { receipt: decideForSubject(id: $id, record: $record, list: $list, ref: $ref, decision: $decision, ground: $ground,
      reason: $reason, silent: $silent, classes: $classes) ${RECEIPT} }`, { id, record, list, ref, decision, ...more });
  const one = async (id: string, agency?: string) => (await ask(`query($id: ID!, $agency: ID) { subjectRequest(id: $id, agency: $agency) ${WHOLE} }`, { id, agency })).data?.subjectRequest;
  return {
    ask, filing, deciding, one,
    file: async (right: string, more: Record<string, unknown>) => (await filing(right, more)).data.receipt as Receipt,
    collect: (id: string) => step(`mutation($id: ID!) { receipt: collectForSubject(id: $id) ${RECEIPT} }`, { id }),
    leave: (id: string, { record, list, ref }: Pick<Item, 'record' | 'list' | 'ref'>, act: string): Promise<Answer> => ask(`mutation($id: ID!, $record: ID!, $list: String!, $ref: ID!, $act: String!, $key: ID!) {
      receipt: askOriginatorForSubject(id: $id, record: $record, list: $list, ref: $ref, act: $act, idempotencyKey: $key) { id procedure state duplicate } }`, { id, record, list, ref, act, key: `${id}/${record}/${act}` }),
    answering: (id: string): Promise<Answer> => ask(`mutation($id: ID!) { receipt: answerSubjectRequest(id: $id) ${RECEIPT} }`, { id }),
    extending: (id: string, reason = 'complex'): Promise<Answer> => ask(`mutation($id: ID!, $reason: String!) { receipt: extendSubjectRequest(id: $id, reason: $reason) ${RECEIPT} }`, { id, reason }),
    given: async (id: string, agency?: string) => (await ask('query($id: ID!, $agency: ID) { subjectAnswer(id: $id, agency: $agency) { request json html } }', { id, agency })).data?.subjectAnswer as { request: string; json: any; html: string } | null,
    items: async (id: string) => (await one(id)).items as Item[],
    deadlines: async () => (await ask('{ deadlines(first: 100) { matter subject dueAt state } }')).data.deadlines as { matter: string; subject: string; dueAt: string; state: string }[],
  };
};

export const today = () => new Date().toISOString().slice(0, 10);

/** A request that is filed and collected, with what was found. */
export async function collected(dpo: ReturnType<typeof protection>, right: string, more: Record<string, unknown>): Promise<{ id: string; items: Item[] }> {
  const { id } = await dpo.file(right, more);
  await dpo.collect(id);
  return { id, items: await dpo.items(id) };
}

/** A case in which one person is suspected, among others who are none of that person's business. */
export function caseOf(number: string, changes: Tree = {}, inEnvelope: Tree = {}): Tree {
  return caseDocument({
    envelope: envelope({ recipients: ['nccia', 'europol'], ...inEnvelope }), summary: 'SUMMARY-OF-THE-DESK',
    victims: [{ ref: 'V1', gender: 'Feminine', majority: 'Adult', identity: { fullName: 'Somebody Else Invented', cnic: '35202-7654321-9' } }],
    suspects: [{
      ref: 'S1', roles: ['RecruiterOrIntermediary'], roleDetails: 'CONCLUDED-OF-HIM', standing: 'wanted',
      identity: { fullName: 'Rashid Invented', cnic: number, birthDate: '1984-03-02', phones: ['+923007654321'] },
    }, { ref: 'S2', identity: { fullName: 'Second Suspect Invented' } }],
    witnesses: [{ ref: 'W1', identity: { fullName: 'A Witness Invented' } }],
    offences: [{ code: 'PTPA2018-3-1', section: 'as charged', accused: ['S1', 'S2'], against: ['V1'] }],
    comments: [{ text: 'COMMENT-OF-THE-DESK' }], evidence: [{ ref: 'E1', type: 'document', description: 'EXHIBIT-OF-THE-DESK' }],
    ...changes,
  });
}
