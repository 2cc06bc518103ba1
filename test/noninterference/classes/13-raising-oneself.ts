import { expect, it } from '@jest/globals';
import { SUPERGRAPH_SDL } from '#libs/contracts';
import { SUBMISSIONS } from '../../world/hub.js';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family } from './stage.js';

const ME = '{ me { id agency { code regime type } roles classes purposes clearance } }';

/** An administrator of one organisation makes itself one of another, or of more. */
export const raisingOneself: Family = {
  number: 13,
  leak: 'An administrator of one organisation rises in another',
  seenIn: 'CVE-2026-44730',
  stories(stage) {
    it('nothing that a participant can say changes who takes part or what anyone may do', () => {
      const start = SUPERGRAPH_SDL.indexOf('type Mutation');
      const mutations = [...SUPERGRAPH_SDL.slice(start, SUPERGRAPH_SDL.indexOf('\n}', start)).matchAll(/^ {2}(\w+)\(/gmu)].map(([, name]) => name!);
      expect(mutations.length).toBeGreaterThan(5);
      expect(mutations.filter((name) => /agenc|client|officer|role|right|grant|member|clearance|stream|purpose|regime/iu.test(name))).toEqual([]);
    });

    it('a purpose, a legal basis or a client that is not in the register is refused', async () => {
      const answers = [
        await stage.ask('pta', ME, {}, { purpose: 'victim-protection' }), await stage.ask('frontex', ME, {}, { purpose: 'judicial-cooperation' }),
        await stage.ask('iom', ME, {}, { legalBasis: 'PTPA2018' }), await stage.ask('iom', ME, {}, { purpose: '*' }), await stage.ask('iom', ME, {}, { purpose: 'victim-protection,criminal-investigation' }),
      ];
      expect(answers.map(({ codes }) => codes)).toEqual([['PURPOSE_NOT_ALLOWED'], ['PURPOSE_NOT_ALLOWED'], ['LEGAL_BASIS_NOT_ALLOWED'], ['PURPOSE_NOT_ALLOWED'], ['PURPOSE_NOT_ALLOWED']]);
    });

    it('a document says neither whose it is nor under which law its originator stands', async () => {
      const claims = [{ originator: { code: 'fia' } }, { withheld: [] }, { envelope: onlyFor(['fia'], { regime: 'PK' }) }, { envelope: onlyFor(['fia'], { originator: 'fia' }) }];
      for (const claim of claims) {
        const { data, codes } = await stage.ask('de-bka', SUBMISSIONS.case, { document: caseDocument(claim), key: `claims ${Object.keys(claim)}` });
        expect([data?.receipt ?? null, codes.length]).toEqual([null, 1]);
      }
      const { id } = await stage.submit('de-bka', 'case', caseDocument({ envelope: onlyFor(['fia'], { legalBasis: 'LED-8' }) }));
      const read = 'query($id: ID!) { case(id: $id) { originator { code regime } envelope { regime } victims { identity { fullName } } } }';
      expect((await stage.ask('fia', read, { id })).data.case).toEqual({ originator: { code: 'de-bka', regime: 'EU-LED' }, envelope: { regime: 'EU-LED' }, victims: [{ identity: null }] });
    });

    it('the officer in charge of data protection at one agency asks about the clients of that agency alone', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['europol', 'nccia']) }));
      const why = (client: string) => stage.ask('europol-dpo', 'query($client: ID!, $id: ID!) { explanation(client: $client, record: $id) { class visible } }', { client, id });
      expect((await why('europol')).data.explanation).toHaveLength(13);
      for (const client of ['nccia', 'fia', 'fia-dpo', 'operator']) expect((await why(client)).codes).toEqual(['RECORD_NOT_FOUND']);
    });
  },
};
