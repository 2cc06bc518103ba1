import { expect, it } from '@jest/globals';
import { alertDocument, caseDocument, type Tree } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

const OUTSIDER = 'police-punjab';
/** No other record of this stage serves it. */
const PURPOSE = 'judicial-cooperation';
const LIST = 'query($first: Int, $after: String, $filter: CaseFilter) { cases(first: $first, after: $after, filter: $filter) { edges { node { id } } } }';

async function listed(stage: Stage, variables: Tree): Promise<string[]> {
  const { data } = await stage.ask(OUTSIDER, LIST, variables, { purpose: PURPOSE });
  return (data?.cases?.edges ?? []).map((edge: any) => edge.node.id);
}

/** Who asks for nothing in particular is given everything. */
export const omittedSelectors: Family = {
  number: 21,
  leak: 'An omitted selector means everything',
  seenIn: 'WaveHouse#223; TypeORM where: { id: undefined }',
  stories(stage) {
    it('an empty, null or missing filter, cursor or number selects what one may see, and no more', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([OUTSIDER], { purposes: [PURPOSE] }) }));
      for (let count = 0; count < 3; count++) await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia'], { purposes: [PURPOSE] }) }));
      await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['nccia']) }));
      const open = [{}, { filter: null }, { filter: {} }, { filter: { status: null } }, { filter: { status: null, reference: null } }, { after: null }, { first: null }, { first: 100 }, { filter: { status: 'Active' }, after: null, first: 100 }];
      for (const variables of open) expect([variables, await listed(stage, variables)]).toEqual([variables, [id]]);
      const shut = [{ filter: { status: '' } }, { filter: { reference: '' } }, { filter: { status: '%' } }, { filter: { status: '*' } }, { filter: [] }, { filter: 'status' }, { first: 0 }, { first: -1 }, { first: 1e9 }, { after: ' ' }, { after: '*' }, { after: 'bnVsbA' }];
      for (const variables of shut) expect([variables, await listed(stage, variables)]).toEqual([variables, []]);
      expect(await listed(stage, { after: '' })).toEqual([id]);
    });

    it.each(['', ' ', '*', '%', 'null', 'undefined', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])('the id %j is nobody\'s, for every verb', async (id) => {
      for (const kind of ['case', 'incident', 'alert']) expect((await stage.ask('nccia', `query($id: ID!) { ${kind}(id: $id) { id } }`, { id })).data).toEqual({ [kind]: null });
      const writes = ['withdrawCase(id: $id, version: 1, reason: "x", idempotencyKey: "x")', 'acknowledgeAlert(id: $id, idempotencyKey: "y")'];
      for (const write of writes) expect((await stage.ask('nccia', `mutation($id: ID!) { ${write} { id } }`, { id })).codes).toEqual(['RECORD_NOT_FOUND']);
      expect((await stage.ask('fia', 'query($id: ID!) { explanation(client: "fia", record: $id) { class } }', { id })).codes).toEqual(['RECORD_NOT_FOUND']);
    });

    it('a variable that is not given is an error, not a wild card', async () => {
      for (const [query, variables] of [['query($id: ID!) { case(id: $id) { id } }', {}], ['query($id: ID!) { case(id: $id) { id } }', { id: null }], ['query($s: String!) { deliveries(stream: $s) { edges { cursor } } }', {}]] as const) {
        const { data, codes } = await stage.ask('nccia', query, variables);
        expect([data ?? null, codes.length]).toEqual([null, 1]);
      }
      expect((await stage.ask('nccia', '{ deliveries(stream: "") { edges { cursor } } }')).codes).toEqual(['STREAM_UNKNOWN']);
    });

    it('a record addressed to nobody is nobody\'s', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([]) }));
      for (const client of ['nccia', 'europol', 'iom', 'pta']) expect((await stage.ask(client, 'query($id: ID!) { case(id: $id) { id } }', { id })).data.case).toBeNull();
    });
  },
};
