import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadParticipants, readParticipants } from '#libs/directory';
import { FindRecords, SubmitRecord } from '#libs/records';
import type { Caller } from '#libs/kernel';
import { openHouse, type House } from '../../apps/assembly/house.js';
import { migrateHub } from '../../apps/assembly/schema.js';
import { freshDatabase, type FreshDatabase } from '../services/index.js';
import { caseDocument } from '../world/documents.js';

describe('a record is kept in trust', () => {
  let fresh: FreshDatabase;
  let house: House;

  beforeAll(async () => {
    fresh = await freshDatabase();
    await migrateHub(fresh.url);
    house = await openHouse({ databaseUrl: fresh.url, masterKey: randomBytes(32) });
    const participants = await readParticipants('deploy/local/participants.json');
    await house.database.transaction((tx) => loadParticipants(tx, participants, async (ids) => new Map(ids.map((id) => [id, id]))));
    await house.directory.refresh();
  });
  afterAll(async () => {
    await house?.close();
    await fresh?.drop();
  });

  const caller = (agency: string, purpose = 'criminal-investigation'): Caller => ({
    agency, client: agency, officer: 'o-1', audiences: [agency], roles: ['officer'], classes: 8191, clearance: 4,
    purpose, legalBasis: 'PTPA2018', caseReference: null, operationId: '018f0000-0000-7000-8000-000000000001',
  });

  it('gives every agency what the rules let it see', async () => {
    const receipt = await new SubmitRecord(house.keeping).run(caller('fia'), { kind: 'case', document: caseDocument(), idempotencyKey: 'k1' });
    const find = new FindRecords(house.disclosure);
    const own = await find.one(caller('fia'), 'case', receipt.id);
    console.log(JSON.stringify(own, null, 1).slice(0, 3000));
    for (const agency of ['europol', 'nccia', 'frontex', 'iom', 'pta']) console.log(agency, JSON.stringify(await find.one(caller(agency), 'case', receipt.id)));
    console.log('iom', JSON.stringify(await find.one(caller('iom', 'victim-protection'), 'case', receipt.id)));
    const page = await find.page(caller('nccia'), 'case', {});
    expect(page.records).toHaveLength(1);
    console.log(await house.feed.page(caller('nccia'), 'records', null, 10));
  });
});
