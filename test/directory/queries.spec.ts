import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { SUBGRAPH_SDL } from '#libs/contracts';
import { DirectoryModule } from '#libs/directory';
import { subgraphModule, SubgraphSchema } from '#libs/subgraphs';
import { demoRegister, type World } from './world.js';

let world: World;
let app: INestApplication;

beforeAll(async () => {
  world = await demoRegister();
  const directory = DirectoryModule.for(world.directory, (agency, stream) => `amanat.to.${agency}.${stream}`);
  const api = subgraphModule({ name: 'directory', sdl: SUBGRAPH_SDL['directory']!, modules: [directory] });
  app = (await Test.createTestingModule({ imports: [api] }).compile()).createNestApplication({ logger: false });
  await app.init();
});

afterAll(async () => {
  await app.close();
  await world.close();
});

async function ask(source: string, client = 'fia'): Promise<any> {
  const { schema } = app.get(SubgraphSchema, { strict: false });
  const { data, errors } = await graphql({ schema: schema!, source, contextValue: { caller: { client } } });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

describe('a participant asks the directory', () => {
  it('who else takes part, and under which law', async () => {
    const { agencies, agency, none } = await ask('{ agencies { code } agency(code: "de-bka") { code name type regime country } none: agency(code: "nobody") { code } }');
    expect(agencies).toHaveLength(9);
    expect(agency).toEqual({ code: 'de-bka', name: 'Bundeskriminalamt', type: 'investigation', regime: 'EU-LED', country: 'DE' });
    expect(none).toBeNull();
  });

  it('what it may itself ask for, and sees nobody else\'s clients or streams', async () => {
    const { me } = await ask('{ me { id agency { code } roles classes purposes legalBases clearance streams { name kinds purpose topic expiresAt classes } } }', 'pta');
    expect(me).toMatchObject({ id: 'pta', agency: { code: 'pta' }, roles: ['officer'], purposes: ['content-blocking'], clearance: 'AMBER' });
    expect(me.streams.map((stream: { topic: string }) => stream.topic)).toEqual(['amanat.to.pta.alerts', 'amanat.to.pta.records']);
    expect(me.classes).not.toContain('VICTIM_IDENTITY');
    expect((await ask('{ me { agency { code } streams { name } } }', 'operator')).me).toEqual({ agency: null, streams: [] });
  });

  it('for the particulars of an agency that another subgraph names by its code', async () => {
    const { _entities } = await ask('{ _entities(representations: [{ __typename: "Agency", code: "iom" }, { __typename: "Agency", code: "gone" }]) { ... on Agency { code regime } } }');
    expect(_entities).toEqual([{ code: 'iom', regime: 'IO' }, null]);
  });
});
