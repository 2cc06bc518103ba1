import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { federatedSchema } from '#libs/subgraphs';
import { generateAll } from './generate-all.mjs';
import { readSources, SCHEMAS } from './read.mjs';
import { writeChanged } from './write.mjs';

const { problems, files } = generateAll(readSources());
const content = new Map<string, string>(files as [string, string][]);

describe('what is generated from the schemas', () => {
  it('is committed as it would be generated now', () => {
    expect(problems).toEqual([]);
    expect(writeChanged(join(SCHEMAS, '..'), files, { check: true })).toEqual([]);
  });

  it('is the same whenever it is generated', () => {
    expect(generateAll(readSources()).files).toEqual(files);
  });

  it('carries the class of every field into the supergraph, so that gateways and integrators see it', () => {
    const supergraph = content.get('schemas/graphql/generated/supergraph.graphql')!;
    const directives = ['classified', 'subject', 'codelist', 'format', 'limit', 'past', 'future', 'facet', 'minted', 'required', 'record'];
    for (const name of directives) expect(supergraph).toMatch(new RegExp(`directive @${name}\\b[\\s\\S]*@${name}\\b`, 'u'));
    expect(supergraph).toContain('cnic: String @format(as: CNIC) @classified(as: VICTIM_IDENTITY)');
  });

  it('makes schemas that a subgraph can be built of, with inputs that lack what the hub mints', () => {
    for (const name of ['cases', 'alerts', 'directory']) {
      const schema = federatedSchema(content.get(`schemas/graphql/generated/${name}.graphql`)!, {});
      expect(schema.getQueryType()).toBeDefined();
      const input = schema.getType('CaseInput');
      if (input && 'getFields' in input) expect(Object.keys(input.getFields())).not.toContain('version');
    }
  });
});
