import { expect, it } from '@jest/globals';
import { alertDocument, caseDocument } from '../../world/index.js';
import { onlyFor, told, type Family } from './stage.js';

const ME = '{ me { id agency { code } roles classes clearance } }';
const CASES = '{ cases { edges { node { id } } } alerts { edges { node { id case { summary } } } } }';
const FORGED: readonly Readonly<Record<string, string>>[] = [
  { 'amanat-caller': 'eyJhbGciOiJub25lIn0.eyJhZ2VuY3kiOiJmaWEifQ.' }, { 'amanat-agency': 'fia', 'amanat-client': 'fia', 'amanat-roles': 'officer,operator' },
  { 'amanat-classes': '8191', 'amanat-clearance': 'RED', 'amanat-audiences': 'fia' }, { 'x-forwarded-user': 'fia', 'x-agency': 'fia', 'x-user-id': 'fia', 'x-remote-user': 'fia' },
  { 'x-forwarded-client-cert': 'Subject="CN=fia"', 'x-ssl-client-s-dn': 'CN=fia', 'ssl-client-verify': 'SUCCESS' }, { forwarded: 'for=127.0.0.1;by=gateway', 'x-forwarded-for': '127.0.0.1' },
];

/** A service acts with its own rights for somebody who has fewer. */
export const confusedDeputy: Family = {
  number: 18,
  leak: 'The confused deputy: service tokens, spoofed headers, subgraphs asked directly',
  seenIn: 'ASVS 5.0 8.3.3, 4.1.3',
  stories(stage) {
    it('a header that names another identity changes nothing', async () => {
      await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      const [me, cases] = [await stage.ask('pta', ME), await stage.ask('pta', CASES)];
      expect(me.data.me).toMatchObject({ id: 'pta', agency: { code: 'pta' } });
      for (const headers of FORGED) {
        expect(told(await stage.ask('pta', ME, {}, { headers }))).toEqual(told(me));
        expect(told(await stage.ask('pta', CASES, {}, { headers }))).toEqual(told(cases));
      }
    });

    it('the gateway asks the subgraphs with its caller\'s rights, in every step of a plan', async () => {
      const { id: caseId } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['europol']) }));
      const { id } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['europol', 'nccia']), caseId }));
      const query = 'query($id: ID!) { alert(id: $id) { originator { name } case { summary alerts { id } } } }';
      expect((await stage.ask('europol', query, { id })).data.alert.case.summary).toMatch(/^Recruited/u);
      expect((await stage.ask('nccia', query, { id })).data.alert).toEqual({ originator: { name: 'Federal Investigation Agency' }, case: { summary: null, alerts: [{ id }] } });
      const lines = await stage.rows<{ agency: string }>(`select distinct agency from audit.ledger where records && array[$1, $2]::uuid[] order by 1`, [id, caseId]);
      expect(lines.map(({ agency }) => agency)).toEqual(['europol', 'fia', 'nccia']);
    });

    it.each(['cases', 'alerts', 'directory'])('the subgraph %s answers nobody who comes with what the public door takes', async (name) => {
      const url = `http://127.0.0.1:${stage.hub.processes.get(name)!.port}/subgraphs/${name}`;
      for (const forged of [{}, ...FORGED]) {
        const headers = { 'content-type': 'application/json', ...(await stage.hub.client.headers('fia')), ...forged };
        expect((await fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })).status).toBe(401);
      }
    });
  },
};
