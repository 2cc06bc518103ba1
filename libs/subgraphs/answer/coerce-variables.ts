import {
  coerceInputValue, isInputType, isNonNullType, typeFromAST, valueFromAST, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { Refusal, type Issue } from '#libs/kernel';

type Values = Record<string, unknown>;
const MOST_ISSUES = 50;

/**
 * The variables of an operation as its types want them (GraphQL October 2021, §6.1.2). Throws
 * INPUT_INVALID naming each field; graphql-js's own messages repeat the value, these do not.
 */
export function coerceVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Values): Values {
  const values: Values = {};
  const issues: Issue[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) throw Refusal.because('INPUT_INVALID', name, 'GraphQL §6.1.2', 'not an input type');
    if (!Object.hasOwn(given, name) || given[name] === undefined) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) issues.push(issueAt([name], 'is required'));
    } else {
      values[name] = coerceInputValue(given[name], type, (path, _value, error) => {
        if (issues.length < MOST_ISSUES) issues.push(issueFor(name, path, error.message));
      });
    }
  }
  if (issues.length > 0) throw Refusal.of(issues);
  return values;
}

/**
 * graphql-js tells only by its message which of its rules was broken. Neither the value in it nor a name
 * of the schema is passed on: what is named is the client's own path.
 */
function issueFor(name: string, path: readonly (string | number)[], message: string): Issue {
  const place = [name, ...path];
  if (/^Field "[_A-Za-z][_0-9A-Za-z]*" of required type/.test(message)) return issueAt(place, 'lacks a field that it needs');
  const unknown = /^Field "([_A-Za-z][_0-9A-Za-z]{0,63})" is not defined by type/.exec(message)?.[1];
  if (unknown) return issueAt([...place, unknown], 'is not a field of this input');
  return issueAt(place, 'is not of the type that its place asks for');
}

function issueAt(path: readonly (string | number)[], message: string): Issue {
  const field = path.map((segment, index) =>
    typeof segment === 'number' ? `[${segment}]` : index > 0 ? `.${segment}` : segment).join('');
  return { code: 'INPUT_INVALID', field, rule: 'GraphQL §6.1.2', message };
}
