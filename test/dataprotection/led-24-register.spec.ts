import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLASSES, KINDS } from '../../libs/contracts/index.js';
import { RULES } from '../../libs/policy/index.js';
import { newGround, startHub, type Ground, type Hub } from '../world/hub.js';

const QUERY = `query($agency: ID) { processingRegister(agency: $agency) {
  agency { code name regime country } contact officers legalBases { code title }
  activities { kind purposes { code title } subjects data { class title sealed fields } timeLimits }
  recipients { agency { code name regime } thirdCountry classes byTransfer }
  rules { id effect title law classes } measures { letter control measure } profiling policy } }`;

interface Register {
  readonly agency: Record<string, string>; readonly contact: string | null; readonly officers: readonly string[]; readonly profiling: string; readonly policy: string;
  readonly legalBases: readonly { readonly code: string; readonly title: string }[];
  readonly activities: readonly { readonly kind: string; readonly purposes: readonly { readonly code: string }[]; readonly subjects: readonly string[]; readonly data: readonly { readonly class: string; readonly sealed: boolean; readonly fields: readonly string[] }[]; readonly timeLimits: readonly string[] }[];
  readonly recipients: readonly { readonly agency: { readonly code: string }; readonly thirdCountry: boolean; readonly classes: readonly string[]; readonly byTransfer: readonly string[] }[];
  readonly rules: readonly { readonly id: string; readonly law: string }[];
  readonly measures: readonly { readonly letter: string }[];
}

let ground: Ground;
let hub: Hub;
beforeAll(async () => {
  ground = await newGround(false);
  hub = await startHub({ ground });
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

const ask = (client: string, agency?: string) => hub.client.graphql(client, { query: QUERY, variables: { agency }, officer: null });
const registerOf = async (client: string, agency?: string) => (await ask(client, agency)).data.processingRegister as Register;

describe('the records of processing, LED art. 24', () => {
  it('name the controller, its officers, its legal bases and its purposes, as the directory has them', async () => {
    const register = await registerOf('fia-dpo');
    expect(register).toMatchObject({ agency: { code: 'fia', name: 'Federal Investigation Agency', regime: 'PK', country: 'PK' }, contact: 'amanat@fia.example', officers: ['fia-dpo'] });
    expect(register.legalBases.map(({ code }) => code)).toEqual(expect.arrayContaining(['PTPA2018', 'FIAA1974']));
    expect(register.legalBases.some(({ code }) => code === 'LED-8')).toBe(false);
    expect(register.activities[0]!.purposes.map(({ code }) => code)).not.toContain('content-blocking');
  });

  it('have an activity for every kind of record, with every class and field that the schema has, and no other', async () => {
    const { activities } = await registerOf('fia-dpo');
    expect(activities.map(({ kind }) => kind)).toEqual(Object.keys(KINDS));
    const ofCases = activities.find(({ kind }) => kind === 'case')!;
    expect(ofCases.subjects).toEqual(['SUSPECT', 'VICTIM', 'WITNESS']);
    expect(ofCases.data.map((held) => [held.class, held.sealed])).toEqual(CLASSES.map(({ code, sealed }) => [code, sealed]));
    expect(ofCases.data.find((held) => held.class === 'VICTIM_CONTACT')!.fields).toContain('victims.contact.shelter');
    const incident = activities.find(({ kind }) => kind === 'incident')!;
    expect([incident.subjects, incident.data.filter(({ sealed }) => sealed)]).toEqual([[], []]);
    for (const { timeLimits } of activities) expect(timeLimits.length).toBeGreaterThan(0);
  });

  it('name the recipients, those in third countries, and what only a transfer record opens to them', async () => {
    const { recipients } = await registerOf('europol-dpo');
    const of = (code: string) => recipients.find(({ agency }) => agency.code === code)!;
    expect(of('fia')).toMatchObject({ thirdCountry: true });
    expect(of('fia').classes).not.toContain('SUSPECT_IDENTITY');
    expect(of('fia').byTransfer).toEqual(expect.arrayContaining(['SUSPECT_IDENTITY', 'FINANCE']));
    expect(of('de-bka')).toMatchObject({ thirdCountry: false, byTransfer: [] });
    expect(of('de-bka').classes).toContain('SUSPECT_IDENTITY');
    expect(of('pta').classes).not.toContain('VICTIM_IDENTITY');
    expect(recipients.some(({ agency }) => agency.code === 'europol')).toBe(false);
  });

  it('give the rules with their law, and the ten controls of art. 29(2)', async () => {
    const register = await registerOf('fia-dpo');
    expect(register.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(register.rules.every(({ law }) => law !== '')).toBe(true);
    expect(register.measures.map(({ letter }) => letter).join('')).toBe('abcdefghij');
  });

  it('are for the agency\'s own data-protection officer, and for the supervisor about any agency that takes part', async () => {
    expect((await registerOf('supervisor', 'europol')).agency).toMatchObject({ code: 'europol' });
    const refusals = await Promise.all([ask('fia'), ask('fia-dpo', 'europol'), ask('fia-dpo', 'nobody'), ask('operator', 'fia'), ask('supervisor', 'nobody')]);
    expect(refusals.map(({ data, codes }) => [data?.processingRegister ?? null, codes[0]])).toEqual([
      [null, 'ACTION_NOT_ALLOWED'], [null, 'ACTION_NOT_ALLOWED'], [null, 'ACTION_NOT_ALLOWED'], [null, 'ACTION_NOT_ALLOWED'], [null, 'AGENCY_UNKNOWN'],
    ]);
  });

  it('are looked at with a line in the ledger', async () => {
    const lines = () => ground.rows(`select from audit.ledger where action = 'processing-register' and client = 'fia-dpo'`);
    const before = (await lines()).length;
    await ask('fia-dpo');
    expect((await lines()).length).toBe(before + 1);
  });
});
