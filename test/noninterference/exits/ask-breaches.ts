import { selectionOf } from './graph.js';
import { ABSENT, type Observing } from './observing.js';

const named = (exit: string, ...names: string[]) => [exit, ...names.map((name) => `${exit}(${name})`)];
const page = (type: string) => `{ edges { cursor node ${selectionOf(type)} } pageInfo { hasNextPage endCursor } }`;

const ACCOUNT = ['from', 'to', 'nature', 'risk', 'subjects', 'subjectCategories', 'consequences', 'measures', 'proposed', 'facts', 'effects', 'remedy', 'contact'];
const SCOPE = ['records', 'lookUpsClient', 'lookUpsOfficer', 'lookUpsFrom', 'lookUpsTo', 'holdingsOf'];
const BREACH = selectionOf('Breach');

/** Breaches of the observer's own, of what it is shown, of what it is not and of what is not; what it was told of others', and what it is not told. */
export async function askBreaches(observed: Observing): Promise<void> {
  await askNotices(observed);
  const opened = await open(observed);
  // With a broker it is chance which stream has brought a copy to whom by now.
  if (!observed.hub.topicPrefix) await observed.hub.tellBreaches();
  await askRegister(observed, opened);
  for (const id of [...opened, ABSENT, 'x']) await dealWith(observed, id);
  await askRegister(observed, opened);
}

async function askNotices({ ask, ids }: Observing): Promise<void> {
  const own: string[] = [];
  for (const variables of [{}, { first: 1 }, { first: 101 }, { after: 'none' }]) {
    const { data } = await ask(named('Query.breachNotices', 'after', 'first'), { query: `query($after: String, $first: Int) { breachNotices(after: $after, first: $first) ${page('BreachNotice')} }`, variables });
    for (const { node } of (data?.breachNotices?.edges ?? []) as { node: { id: string } }[]) own.push(node.id);
  }
  for (const id of [...new Set(own), ...ids.map(({ id: record }) => record), 'x']) {
    await ask(named('Mutation.acknowledgeBreach', 'id', 'passOn'), { query: `mutation($id: ID!) { acknowledgeBreach(id: $id, passOn: false) ${selectionOf('BreachNotice')} }`, variables: { id } });
  }
}

/** One for every record of both worlds, one for what each agency holds, and one for what was looked up. */
async function open({ ask, ids, pair: { observer, agencies } }: Observing): Promise<string[]> {
  const scopes: Record<string, unknown>[] = [
    ...ids.map(({ id }) => ({ records: [id] })), { records: ['x'] }, ...[...agencies.map(({ code }) => code), 'nobody'].map((holdingsOf) => ({ holdingsOf })),
    { lookUpsClient: observer.client, lookUpsOfficer: 'o-1', lookUpsFrom: '2026-10-01T00:00:00Z', lookUpsTo: '2026-11-01T00:00:00Z' }, { lookUpsClient: 'nobody', lookUpsFrom: '2026-10-01T00:00:00Z' },
  ];
  const opened: string[] = [];
  for (const [place, scope] of scopes.entries()) {
    const { data } = await ask(named('Mutation.openBreach', 'awareAt', 'idempotencyKey', ...ACCOUNT, ...SCOPE), {
      query: `mutation($records: [ID!], $lookUpsClient: String, $lookUpsOfficer: String, $lookUpsFrom: DateTime, $lookUpsTo: DateTime, $holdingsOf: ID, $key: ID!) {
        openBreach(awareAt: "2026-10-31T00:00:00Z", from: "2026-10-30T00:00:00Z", to: "2026-10-30T12:00:00Z", nature: ["integrity"], risk: "high", subjects: 7, subjectCategories: ["victims"],
          consequences: ["financial-loss"], measures: ["access-ended"], proposed: ["staff-instructed"], facts: "A login was shared.", effects: "None known.", remedy: "It was ended.", contact: "The office",
          records: $records, lookUpsClient: $lookUpsClient, lookUpsOfficer: $lookUpsOfficer, lookUpsFrom: $lookUpsFrom, lookUpsTo: $lookUpsTo, holdingsOf: $holdingsOf, idempotencyKey: $key) ${BREACH} }`,
      variables: { ...scope, key: `breach-${place}` },
    });
    if (data?.openBreach) opened.push(data.openBreach.id as string);
  }
  return opened;
}

async function askRegister({ ask, pair: { observer, agencies } }: Observing, opened: readonly string[]): Promise<void> {
  for (const agency of [null, observer.agency.code, ...agencies.slice(0, 3).map(({ code }) => code), 'nobody']) {
    for (const variables of [{ agency }, { agency, status: 'open', first: 1 }, { agency, status: 'lost' }, { agency, after: 'none' }, { agency, first: 101 }]) {
      await ask(named('Query.breaches', 'agency', 'status', 'after', 'first'), { query: `query($agency: ID, $status: String, $after: String, $first: Int) { breaches(agency: $agency, status: $status, after: $after, first: $first) ${page('Breach')} }`, variables });
    }
    for (const id of [...opened.slice(0, 2), ABSENT]) {
      await ask(named('Query.breach', 'id', 'agency'), { query: `query($id: ID!, $agency: ID) { breach(id: $id, agency: $agency) ${BREACH} }`, variables: { id, agency } });
      for (const number of [null, 1]) await ask(named('Query.breachDocument', 'id', 'agency', 'number'), { query: `query($id: ID!, $agency: ID, $number: Int) { breachDocument(id: $id, agency: $agency, number: $number) ${selectionOf('BreachDocument')} }`, variables: { id, agency, number } });
    }
  }
  for (const id of [...opened, ABSENT]) {
    for (const variables of [{ id }, { id, first: 1 }, { id, after: 'none' }]) await ask(named('Query.breachRecords', 'id', 'after', 'first'), { query: `query($id: ID!, $after: String, $first: Int) { breachRecords(id: $id, after: $after, first: $first) ${page('BreachRecord')} }`, variables });
  }
  for (const variables of [{}, { first: 1 }, { after: 'none' }]) await ask(named('Query.breachNotifications', 'after', 'first'), { query: `query($after: String, $first: Int) { breachNotifications(after: $after, first: $first) ${page('BreachReceived')} }`, variables });
}

async function dealWith({ ask, ids, pair: { observer } }: Observing, id: string): Promise<void> {
  const key = (act: string) => `${act}-${id}`;
  await ask(named('Mutation.addToBreach', 'id', 'idempotencyKey', ...ACCOUNT, ...SCOPE), {
    query: `mutation($id: ID!, $records: [ID!], $key: ID!) { addToBreach(id: $id, from: "2026-10-29T00:00:00Z", to: "2026-10-30T00:00:00Z", nature: ["confidentiality"], risk: "risk", subjects: 8, subjectCategories: ["others"],
      consequences: ["discrimination"], measures: ["weakness-closed"], proposed: ["data-restored"], facts: "More is known.", effects: "None.", remedy: "Done.", contact: "The desk",
      records: $records, lookUpsClient: "nobody", lookUpsOfficer: "o-9", lookUpsFrom: "2026-10-01T00:00:00Z", lookUpsTo: "2026-10-02T00:00:00Z", holdingsOf: "pta", idempotencyKey: $key) ${BREACH} }`,
    variables: { id, records: ids.slice(0, 1).map(({ id: record }) => record), key: key('add') },
  });
  for (const sentAt of ['2026-10-31T06:00:00Z', '2026-10-01T00:00:00Z']) {
    await ask(named('Mutation.notifyBreach', 'id', 'channel', 'authority', 'sentAt', 'delay', 'idempotencyKey'), {
      query: `mutation($id: ID!, $at: DateTime, $key: ID!) { notifyBreach(id: $id, channel: "outside", authority: "The authority", sentAt: $at, delay: "None.", idempotencyKey: $key) ${BREACH} }`, variables: { id, at: sentAt, key: key(`notify-${sentAt}`) },
    });
  }
  await ask(named('Mutation.decideBreachCommunication', 'id', 'decision', 'ground', 'at', 'idempotencyKey'), {
    query: `mutation($id: ID!, $key: ID!) { decideBreachCommunication(id: $id, decision: "not-required", ground: "LED-31-3-C", at: "2026-10-31T08:00:00Z", idempotencyKey: $key) ${BREACH} }`, variables: { id, key: key('decide') },
  });
  await ask(named('Mutation.requireBreachCommunication', 'id', 'agency', 'required', 'ground'), { query: `mutation($id: ID!, $agency: ID!) { requireBreachCommunication(id: $id, agency: $agency, required: false, ground: "LED-31-3-A") ${BREACH} }`, variables: { id, agency: observer.agency.code } });
  await ask(named('Mutation.closeBreach', 'id', 'reason', 'idempotencyKey'), { query: `mutation($id: ID!, $key: ID!) { closeBreach(id: $id, reason: "It is done.", idempotencyKey: $key) ${BREACH} }`, variables: { id, key: key('close') } });
}
