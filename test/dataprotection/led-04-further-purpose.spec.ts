import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { eventually, newGround, startHub, type Ground, type Hub, type Receipt } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';
import { officer, requestOf } from './approving.js';

const CRIME = ['criminal-investigation'];
const ANALYSIS = 'threat-analysis';

let ground: Ground;
const hubs: Partial<Record<'one' | 'split', Hub>> = {};
beforeAll(async () => {
  ground = await newGround(false);
  [hubs.one, hubs.split] = await Promise.all([startHub({ ground }), startHub({ ground, topology: 'split' })]);
}, 120_000);
afterAll(async () => {
  await Promise.all(Object.values(hubs).map((hub) => hub?.stop()));
  await ground?.drop();
});

const held = (hub: Hub, changes: Tree = {}) => hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia', 'europol'], purposes: CRIME, ...changes }) }));
const linesOf = (action: string, record: string) => ground.rows<{ agency: string }>('select agency from audit.ledger where action = $1 and records = array[$2::uuid]', [action, record]);
const within = async (hub: Hub, client: string, purpose: string) => (await officer(hub, client, 'o-1', purpose).ask('{ cases(first: 100) { edges { node { id } } } }')).data.cases.edges.map(({ node }: { node: { id: string } }) => node.id);

/** Asked by nccia and agreed to by fia. @returns the request's id */
async function agreed(hub: Hub, record: string, classes: readonly string[] = ['EVENT', 'METHOD'], more: Record<string, unknown> = {}): Promise<string> {
  const { data, text } = await officer(hub, 'nccia').further(record, ANALYSIS, classes, more);
  if (!data?.receipt) throw new Error(text);
  expect((await officer(hub, 'fia', 'o-2').answer(data.receipt.id, true, 'necessary')).data?.receipt).toMatchObject({ state: 'agreed' });
  return data.receipt.id;
}

describe.each(['one', 'split'] as const)('a purpose that the record does not name is a new decision (%s): LED art. 4(2), 9(1)', (topology) => {
  const hub = () => hubs[topology]!;
  const analyst = (client = 'nccia') => officer(hub(), client, 'o-1', ANALYSIS);

  it('a recipient asks with its reasons, the originator agrees, and that agency sees those classes for that purpose: nobody else, and nothing else', async () => {
    const { id } = await held(hub());
    expect(await analyst().reads(id)).toBeNull();
    const { data } = await officer(hub(), 'nccia').further(id, ANALYSIS, ['EVENT', 'METHOD']);
    expect(data.receipt).toMatchObject({ procedure: 'further-use', state: 'open', duplicate: false });
    expect(await requestOf(officer(hub(), 'fia'), data.receipt.id)).toMatchObject({
      askedBy: 'nccia', record: id, terms: expect.arrayContaining([{ name: 'purpose', value: ANALYSIS }, { name: 'legalBasis', value: 'PTPA2018' },
        { name: 'necessity', value: 'investigation' }, { name: 'proportionality', value: 'gravity' }, { name: 'classes', value: 'EVENT METHOD' }]),
    });
    expect(await analyst().reads(id)).toBeNull();
    expect((await officer(hub(), 'fia', 'o-2').answer(data.receipt.id, true, 'necessary')).data.receipt.state).toBe('agreed');
    expect(await analyst().reads(id)).toMatchObject({ id, version: 1, summary: 'Recruited for work abroad, held on arrival.', withheld: expect.arrayContaining(['OFFENCE', 'FINANCE', 'SUSPECT_IDENTITY']) });
    expect([await analyst('europol').reads(id), await analyst('police-punjab').reads(id)]).toEqual([null, null]);
    expect(await officer(hub(), 'nccia', 'o-1', 'judicial-cooperation').reads(id)).toBeNull();
    expect((await officer(hub(), 'nccia').reads(id)).suspects).toEqual([{ identity: { fullName: 'Arshad Mehmood Invented' } }]);
    expect(await within(hub(), 'nccia', ANALYSIS)).toContain(id);
    expect([(await linesOf('allow-purpose', id)).map(({ agency }) => agency), (await linesOf('ask-approval', id)).map(({ agency }) => agency)]).toEqual([['fia'], ['nccia']]);
  });

  it('what is refused changes nothing, and what was asked under one key is one request', async () => {
    const { id } = await held(hub());
    const nccia = officer(hub(), 'nccia');
    const { data } = await nccia.further(id, ANALYSIS, ['EVENT']);
    expect((await nccia.further(id, ANALYSIS, ['EVENT'])).data.receipt).toMatchObject({ id: data.receipt.id, duplicate: true });
    expect((await nccia.further(id, ANALYSIS, ['METHOD'], { key: `${id}/${ANALYSIS}/EVENT` })).codes).toEqual(['IDEMPOTENCY_CONFLICT']);
    expect((await officer(hub(), 'fia', 'o-2').answer(data.receipt.id, false)).data.receipt.state).toBe('refused');
    expect([await analyst().reads(id), await linesOf('allow-purpose', id)]).toEqual([null, []]);
  });

  it('the originator takes it back, and in that moment it has ended; the asker is told, and keeps the record for what it was given for', async () => {
    const { id } = await held(hub());
    const request = await agreed(hub(), id);
    expect(await analyst().reads(id)).toMatchObject({ id });
    expect((await officer(hub(), 'nccia').takeBack(request)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await officer(hub(), 'europol').takeBack(request)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await officer(hub(), 'fia', 'o-3').takeBack(request)).data.receipt).toMatchObject({ state: 'taken-back', duplicate: false });
    expect([await analyst().reads(id), await within(hub(), 'nccia', ANALYSIS)]).toEqual([null, expect.not.arrayContaining([id])]);
    expect((await officer(hub(), 'fia', 'o-3').takeBack(request)).data.receipt).toMatchObject({ state: 'taken-back', duplicate: true });
    expect((await officer(hub(), 'nccia').reads(id)).id).toBe(id);
    expect((await requestOf(officer(hub(), 'nccia'), request)).steps.at(-1)).toMatchObject({ step: 'taken-back', agency: 'fia', officer: null });
    await eventually(async () => (await feedOf(hub(), 'nccia', null, 'approvals')).some(({ type, event }) => type === 'approval.taken-back.v1' && event.data.request === request));
    expect((await linesOf('end-purpose', id)).map(({ agency }) => agency)).toEqual(['fia']);
  });

  it('an explanation says by which rules it is shown for that purpose, and what was not agreed to', async () => {
    const { id } = await held(hub());
    const explained = async (client: string) => {
      const { data } = await officer(hub(), 'fia', 'o-1', ANALYSIS).ask(`query($id: ID!) { explanation(client: "${client}", record: $id) { class visible forbiddenBy } }`, { id });
      return Object.fromEntries(data.explanation.map((one: { class: string; visible: boolean; forbiddenBy: string[] }) => [one.class, one.visible || one.forbiddenBy]));
    };
    expect((await explained('nccia')).EVENT).toEqual(['purpose.permitted']);
    await agreed(hub(), id);
    expect(await explained('nccia')).toMatchObject({ REFERENCE: true, EVENT: true, METHOD: true, OFFENCE: ['purpose.agreed'] });
    expect((await explained('europol')).EVENT).toEqual(['purpose.permitted']);
  });

  it('it lapses by itself at its end date', async () => {
    const { id } = await held(hub());
    const soon = new Date(Date.now() + 8_000);
    await agreed(hub(), id, ['EVENT'], { until: soon.toISOString() });
    expect(await analyst().reads(id)).toMatchObject({ id });
    await eventually(async () => (await analyst().reads(id)) === null, () => 'it did not lapse');
    expect(Date.now()).toBeGreaterThanOrEqual(soon.getTime() - 1_000);
    expect((await officer(hub(), 'nccia').reads(id)).id).toBe(id);
  });

  it('amended, the record is shown further on, under versions that count on; a narrowed or withdrawn one is not', async () => {
    const receipt = await held(hub());
    await agreed(hub(), receipt.id);
    const amend = (of: Pick<Receipt, 'id' | 'version'>, summary: string, changes: Tree = {}) =>
      hub().client.amend('fia', of, caseDocument({ summary, envelope: envelope({ recipients: ['nccia', 'europol'], purposes: CRIME, ...changes }) }));
    const second = await amend(receipt, 'They were moved on.');
    expect(await analyst().reads(receipt.id)).toMatchObject({ version: 2, summary: 'They were moved on.' });
    const third = await amend(second, 'They were moved on.', { recipients: ['europol'] });
    expect(await analyst().reads(receipt.id)).toBeNull();
    const fourth = await amend(third, 'They are back.');
    expect(await analyst().reads(receipt.id)).toMatchObject({ version: 3, summary: 'They are back.' });
    await hub().client.withdraw('fia', fourth);
    expect(await analyst().reads(receipt.id)).toBeNull();
  });
});

describe('what may not be asked for', () => {
  const hub = () => hubs.one!;

  it('victims and witnesses for immigration control: refused at once, whoever asks, before the originator is asked', async () => {
    const { id } = await held(hub(), { recipients: ['frontex', 'fia'] });
    const frontex = officer(hub(), 'frontex', 'o-1', 'criminal-investigation');
    for (const named of ['VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY']) {
      expect([named, (await frontex.further(id, 'immigration-control', ['EVENT', named])).codes]).toEqual([named, ['PURPOSE_FORBIDDEN']]);
    }
    expect((await officer(hub(), 'fia').requests()).filter(({ record }) => record === id)).toEqual([]);
  });

  it('what happened to a victim is not shown for immigration control though an originator agreed: the rules have the last word', async () => {
    const { id } = await held(hub(), { recipients: ['frontex'] });
    const { data } = await officer(hub(), 'frontex', 'o-1', 'criminal-investigation').further(id, 'immigration-control', ['EVENT', 'METHOD']);
    expect((await officer(hub(), 'fia', 'o-2').answer(data.receipt.id, true, 'necessary')).data.receipt.state).toBe('agreed');
    const shown = await officer(hub(), 'frontex', 'o-1', 'immigration-control').reads(id);
    expect(shown).toMatchObject({ id, summary: null, withheld: expect.arrayContaining(['EVENT', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY', 'ASSESSMENT', 'EVIDENCE']) });
  });

  it('a leave by which nothing of what was asked for would be shown is not given: handling code H1 keeps it from court until the originator changes that', async () => {
    const { id } = await held(hub(), { handling: [{ code: 'H1' }] });
    const { data } = await officer(hub(), 'nccia').further(id, 'judicial-cooperation', ['EVENT', 'EVIDENCE']);
    expect((await officer(hub(), 'fia', 'o-2').answer(data.receipt.id, true, 'necessary')).codes).toEqual(['FURTHER_USE_NOT_ALLOWED']);
    expect((await requestOf(officer(hub(), 'fia'), data.receipt.id)).state).toBe('open');
    expect(await officer(hub(), 'nccia', 'o-1', 'judicial-cooperation').reads(id)).toBeNull();
  });

  it('more than one\'s own agency is shown; a purpose that the record serves already; one\'s own record; and it says nothing of a record that is hidden', async () => {
    const { id } = await held(hub(), { recipients: ['frontex'] });
    const frontex = officer(hub(), 'frontex', 'o-1', 'criminal-investigation');
    expect((await frontex.further(id, ANALYSIS, ['EVENT', 'FINANCE'])).codes).toEqual(['PURPOSE_FORBIDDEN']);
    expect((await frontex.further(id, ANALYSIS, ['EVENT', 'SUSPECT_IDENTITY'])).codes).toEqual(['PURPOSE_FORBIDDEN']);
    expect((await frontex.further(id, CRIME[0]!, ['EVENT'])).codes).toEqual(['FURTHER_USE_NOT_ALLOWED']);
    expect((await officer(hub(), 'fia').further(id, ANALYSIS, ['EVENT'])).codes).toEqual(['FURTHER_USE_NOT_ALLOWED']);
    const nccia = officer(hub(), 'nccia');
    const europe = await hub().client.submit('de-bka', 'case', caseDocument({ envelope: envelope({ legalBasis: 'LED-8', recipients: ['nccia'], purposes: CRIME }) }));
    expect((await nccia.further(europe.id, ANALYSIS, ['EVENT', 'FINANCE'])).codes).toEqual(['FURTHER_USE_NOT_ALLOWED']);
    const [hidden, absent] = [await nccia.further(id, ANALYSIS, ['EVENT']), await nccia.further('01900000-0000-7000-8000-00000000dead', ANALYSIS, ['EVENT'])];
    expect(hidden.codes).toEqual(['RECORD_NOT_FOUND']);
    expect(hidden.text.replace(hidden.operation!, '')).toBe(absent.text.replace(absent.operation!, ''));
  });

  it('bad input is refused by code', async () => {
    const { id } = await held(hub());
    const nccia = officer(hub(), 'nccia');
    const tried = async (more: Record<string, unknown>, classes = ['EVENT'], further = ANALYSIS) => (await nccia.further(id, further, classes, more)).codes[0];
    expect([await tried({}, ['EVENT'], 'curiosity'), await tried({ legalBasis: 'none' }), await tried({ necessity: 'because' }), await tried({ proportionality: 'because' })]).toEqual(Array(4).fill('CODE_UNKNOWN'));
    expect([await tried({}, ['EVERYTHING']), await tried({}, []), await tried({ until: '2020-01-01T00:00:00Z' }), await tried({ key: '' })]).toEqual(['CODE_UNKNOWN', 'FIELD_REQUIRED', 'DATES_IN_DISORDER', 'FORMAT_INVALID']);
    expect((await hub().client.graphql('nccia', { query: `mutation { requestFurtherUse(record: "${id}", purpose: "${ANALYSIS}", legalBasis: "PTPA2018", necessity: "investigation", proportionality: "gravity", classes: ["EVENT"], idempotencyKey: "m") { id } }`, officer: null })).codes).toEqual(['ACTION_NOT_ALLOWED']);
  });

  it('onward sharing cannot be taken back so, nor what is open or refused', async () => {
    const { id } = await held(hub(), { onward: 'with-consent', recipients: ['europol'] });
    const [europol, fia] = [officer(hub(), 'europol'), officer(hub(), 'fia', 'o-2')];
    const ask = async (key: string) => (await europol.onward(id, 'de-bka', { key: `${id}/${key}` })).data.receipt.id as string;
    const [open, refused] = [await ask('open'), await ask('refused')];
    await fia.answer(refused, false);
    expect([(await fia.takeBack(open)).codes, (await fia.takeBack(refused)).codes]).toEqual([['ACTION_NOT_ALLOWED'], ['APPROVAL_CLOSED']]);
    await fia.answer(open, true);
    expect([(await fia.takeBack(open)).codes, (await requestOf(fia, open)).state, (await officer(hub(), 'de-bka').reads(id)).id]).toEqual([['ACTION_NOT_ALLOWED'], 'agreed', id]);
  });
});
