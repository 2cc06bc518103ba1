import { expect, it } from '@jest/globals';
import { officer } from '../../dataprotection/approving.js';
import { caseDocument, type Tree } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

const OPEN = onlyFor(['nccia', 'beoe'], { purposes: ['criminal-investigation', 'labour-regulation'] });
const READ = 'query($id: ID!) { case(id: $id) { id } }';

/** What each mark takes away by itself, written by hand: from whom, asking for what. */
const MARKS: Readonly<Record<string, { readonly marks: Tree; readonly from: readonly (readonly [client: string, purpose: string])[] }>> = {
  restricted: { marks: { restricted: true }, from: [['nccia', 'criminal-investigation'], ['beoe', 'labour-regulation']] },
  'not among its purposes': { marks: { purposes: ['criminal-investigation'] }, from: [['beoe', 'labour-regulation']] },
  'above its clearance': { marks: { tlp: 'RED' }, from: [['beoe', 'labour-regulation']] },
  'not addressed': { marks: { recipients: ['beoe'] }, from: [['nccia', 'criminal-investigation']] },
  'handling code H0': { marks: { handling: [{ code: 'H0' }] }, from: [['beoe', 'labour-regulation']] },
};
/** What opens a record to more, where nothing shuts it. */
const OPENING: Readonly<Record<string, Tree>> = {
  'TLP GREEN': { tlp: 'GREEN' }, 'onward free': { onward: 'free' }, 'consent to referral': { referralConsent: true }, 'handling code H1': { handling: [{ code: 'H1' }] },
};

async function seen(stage: Stage, changes: Tree, [client, purpose]: readonly [string, string]): Promise<boolean> {
  const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: { ...OPEN, ...changes } }));
  return (await stage.ask(client, READ, { id }, { purpose })).data.case !== null;
}

/** One branch of an "or" is always true, or two marks are taken for a choice. */
export const labelsAreAndEd: Family = {
  number: 17,
  leak: 'An OR branch that is always true; markings OR-ed instead of AND-ed',
  seenIn: 'Mythic#563, opencti#3133',
  stories(stage) {
    it('without a mark the record shows', async () => {
      for (const who of [['nccia', 'criminal-investigation'], ['beoe', 'labour-regulation']] as const) expect(await seen(stage, {}, who)).toBe(true);
    });

    it.each(Object.entries(MARKS))('%s: that alone shuts it', async (_name, { marks, from }) => {
      for (const who of from) expect([who, await seen(stage, marks, who)]).toEqual([who, false]);
    });

    it('a mark that opens does not undo one that shuts', async () => {
      const opened: string[] = [];
      for (const [shut, { marks, from }] of Object.entries(MARKS)) {
        for (const [open, more] of Object.entries(OPENING)) {
          if ((shut === 'above its clearance' || shut === 'not addressed') && open === 'TLP GREEN') continue; // the same mark, or open to the community
          const both = { ...more, ...marks, ...(more['handling'] && marks['handling'] ? { handling: [...(more['handling'] as []), ...(marks['handling'] as [])] } : {}) };
          for (const who of from) if (await seen(stage, both, who)) opened.push(`${shut} and ${open}: ${String(who)}`);
        }
      }
      expect(opened).toEqual([]);
    });

    it('H2 keeps from all but the named recipients even what is marked GREEN for everyone', async () => {
      const who = ['police-punjab', 'criminal-investigation'] as const;
      expect(await seen(stage, { tlp: 'GREEN' }, who)).toBe(true);
      expect(await seen(stage, { tlp: 'GREEN', handling: [{ code: 'H1' }, { code: 'H2' }] }, who)).toBe(false);
    });

    it('an originator\'s leave for a further purpose undoes no mark that shuts: restricted, not addressed, handling code H2', async () => {
      const document = (changes: Tree = {}) => caseDocument({ envelope: onlyFor(['nccia', 'beoe'], { purposes: ['criminal-investigation'], ...changes }) });
      let receipt = await stage.submit('fia', 'case', document());
      const { data } = await officer(stage.hub, 'nccia').further(receipt.id, 'threat-analysis', ['EVENT']);
      expect((await officer(stage.hub, 'fia', 'o-2').answer(data.receipt.id, true, 'necessary')).data.receipt.state).toBe('agreed');
      const byLeave = async () => (await stage.ask('nccia', READ, { id: receipt.id }, { purpose: 'threat-analysis' })).data.case !== null;
      const after = async (changes: Tree) => {
        receipt = await stage.hub.client.amend('fia', receipt, document(changes));
        return byLeave();
      };
      expect([await byLeave(), await after({ restricted: true }), await after({}), await after({ recipients: ['beoe'] }), await after({}), await after({ recipients: ['beoe'], tlp: 'GREEN', handling: [{ code: 'H2' }] })])
        .toEqual([true, false, true, false, true, false]);
    });

    it('two filters are both to hold', async () => {
      await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia'], { reference: 'both' }), status: 'Closed' }));
      const found = async (filter: Tree) => (await stage.ask('nccia', 'query($f: CaseFilter) { cases(filter: $f) { edges { node { id } } } }', { f: filter })).data.cases.edges.length;
      expect([await found({ reference: 'both', status: 'Closed' }), await found({ reference: 'both', status: 'Active' }), await found({ reference: 'neither', status: 'Closed' })]).toEqual([1, 0, 0]);
    });
  },
};
