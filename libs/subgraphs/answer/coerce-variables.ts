import {
  coerceInputValue, isInputObjectType, isInputType, isListType, isNonNullType, typeFromAST, valueFromAST,
  type GraphQLInputType, type GraphQLSchema, type OperationDefinitionNode,
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
      else if (isNonNullType(type)) issues.push(issueAt([name], type, 'is required'));
    } else {
      values[name] = coerceInputValue(given[name], type, (path, _value, error) => {
        if (issues.length < MOST_ISSUES) issues.push(issueFor(name, path, type, error.message));
      });
    }
  }
  if (issues.length > 0) throw Refusal.of(issues);
  return values;
}

/** graphql-js tells only by its message which of its rules was broken; the value in it is not passed on. */
function issueFor(name: string, path: readonly (string | number)[], type: GraphQLInputType, message: string): Issue {
  const missing = /^Field "([_A-Za-z][_0-9A-Za-z]*)" of required type/.exec(message)?.[1];
  if (missing) return issueAt([name, ...path, missing], type, 'is required', path.length + 1);
  const unknown = /^Field "([_A-Za-z][_0-9A-Za-z]{0,63})" is not defined by type/.exec(message)?.[1];
  if (unknown) return { ...issueAt([name, ...path, unknown], type), message: 'is not a field of this input' };
  return issueAt([name, ...path], type, undefined, path.length);
}

function issueAt(path: readonly (string | number)[], root: GraphQLInputType, what?: string, depth = path.length - 1): Issue {
  const expected = typeAt(root, path.slice(1, depth + 1));
  const field = path.map((segment, index) =>
    typeof segment === 'number' ? `[${segment}]` : index > 0 ? `.${segment}` : segment).join('');
  const message = what ?? (expected ? `is not a valid ${String(expected)}` : 'is not valid');
  return { code: 'INPUT_INVALID', field, rule: 'GraphQL §6.1.2', message };
}

function typeAt(root: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType | undefined {
  let type: GraphQLInputType | undefined = root;
  for (const segment of path) {
    let inner: GraphQLInputType | undefined = type;
    if (inner && isNonNullType(inner)) inner = inner.ofType as GraphQLInputType;
    if (inner && isListType(inner)) {
      type = typeof segment === 'number' ? inner.ofType as GraphQLInputType : typeAt(inner.ofType as GraphQLInputType, [segment]);
    } else type = isInputObjectType(inner) ? inner.getFields()[String(segment)]?.type : undefined;
  }
  return type;
}
