import { describe, expect, it } from '@jest/globals';
import { Kind, parse, type FieldNode, type FragmentDefinitionNode } from 'graphql';
import { classesIn } from '#libs/contracts';
import { wantedClasses } from './wanted-classes.js';

function wanted(query: string, kind = 'case', path: readonly string[] = []): string[] {
  const { definitions } = parse(query);
  const fieldNodes = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.selectionSet.selections as readonly FieldNode[]) : []);
  const fragments = Object.fromEntries(definitions.flatMap((definition): [string, FragmentDefinitionNode][] =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : []));
  return classesIn(wantedClasses({ fieldNodes, fragments }, kind, path));
}

describe('the classes that a question asks for', () => {
  it('are the class of each field, down to the leaves', () => {
    expect(wanted('{ case { summary victims { gender identity { fullName } } } }')).toEqual(['REFERENCE', 'EVENT', 'VICTIM_IDENTITY']);
  });

  it('are the reference alone where only the record itself is asked for', () => {
    expect(wanted('{ case { id version originator { name } withheld } }')).toEqual(['REFERENCE']);
  });

  it('are found under the path to the record, through aliases and fragments', () => {
    const query = `{ list: cases { edges { node { ...money, ... on Case { o: offences { code } } } } } }
      fragment money on Case { moneyTrails { carrier } }`;
    expect(wanted(query, 'case', ['edges', 'node'])).toEqual(['REFERENCE', 'OFFENCE', 'FINANCE']);
  });

  it('count a field that a condition may leave out, and none that is asked of another type', () => {
    expect(wanted('{ _entities { ... on Case { summary @skip(if: true) } ... on Incident { sourceQuality } } }')).toEqual(['REFERENCE', 'EVENT']);
  });

  it('gather one field asked for twice', () => {
    expect(wanted('{ case { victims { ref } victims { contact { safety } } } }')).toEqual(['REFERENCE', 'EVENT', 'VICTIM_CONTACT']);
  });
});
