import { Kind, visit } from 'graphql';

/**
 * Directives by which one subgraph is handed fields of another, so that what a caller may not see could
 * shape what it sees: a field of one class worked out from a field of another (Apollo Federation 2;
 * GHSA-m8jr-fxqx-8xx6). Entities travel by their key alone.
 */
const TRANSITIVE = ['requires', 'provides', 'external', 'context', 'fromContext', 'interfaceObject'];

export function checkJoins({ name, documents }) {
  const problems = [];
  for (const document of documents) {
    visit(document, {
      [Kind.DIRECTIVE]: (node) => {
        if (TRANSITIVE.includes(node.name.value)) problems.push(`subgraph ${name}: @${node.name.value} hands fields from one subgraph to another past their classes`);
      },
    });
  }
  return problems;
}
