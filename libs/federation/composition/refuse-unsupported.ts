import { Kind, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';

/**
 * Federation features that the executor has not been shown to answer correctly. A gateway that
 * meets one of them must not start: a wrong answer here is a wrong disclosure.
 */
const UNSUPPORTED_DIRECTIVES: Readonly<Record<string, string>> = {
  defer: '@defer',
  stream: '@stream',
  authenticated: '@authenticated (authorisation lives in the subgraphs)',
  requiresScopes: '@requiresScopes (authorisation lives in the subgraphs)',
  policy: '@policy (authorisation lives in the subgraphs)',
  cost: '@cost',
  listSize: '@listSize',
  join__directive: 'directives joined by @composeDirective of connectors',
};

const UNSUPPORTED_LINKS = ['connect', 'context', 'cacheTag', 'federation__fromContext'];

/** Throws with the whole list when the supergraph uses a feature the executor does not cover. */
export function refuseUnsupported(supergraph: DocumentNode): void {
  const found = new Set<string>();
  visit(supergraph, {
    [Kind.DIRECTIVE]: (node, _key, parent, _path, ancestors) => {
      const reason = reasonAgainst(node as ConstDirectiveNode, ancestors, parent);
      if (reason) found.add(reason);
    },
  });
  if (found.size === 0) return;
  throw new Error(`the supergraph uses what this gateway does not answer:\n- ${[...found].sort().join('\n- ')}`);
}

function reasonAgainst(node: ConstDirectiveNode, ancestors: readonly unknown[], _parent: unknown): string | null {
  const name = node.name.value;
  const known = UNSUPPORTED_DIRECTIVES[name];
  if (known) return known;
  if (name === 'join__type' && argument(node, 'isInterfaceObject') === true) return '@interfaceObject';
  if (name === 'join__type' && argument(node, 'key') !== undefined && within(ancestors, Kind.INTERFACE_TYPE_DEFINITION)) {
    return '@key on an interface';
  }
  // The planner in use cannot plan every query over these: some go back to where they came from.
  if (name === 'join__field' && argument(node, 'requires') !== undefined) return '@requires';
  if (name === 'join__field' && argument(node, 'provides') !== undefined) return '@provides';
  if (name === 'join__field' && argument(node, 'overrideLabel') !== undefined) return '@override with a label';
  if (name === 'join__field' && argument(node, 'contextArguments') !== undefined) return '@fromContext';
  if (name === 'link') return unsupportedLink(node);
  return null;
}

function unsupportedLink(node: ConstDirectiveNode): string | null {
  const url = String(argument(node, 'url') ?? '');
  const feature = UNSUPPORTED_LINKS.find((link) => url.startsWith(`https://specs.apollo.dev/${link}/`));
  return feature ? `the ${feature} specification` : null;
}

function within(ancestors: readonly unknown[], kind: Kind): boolean {
  return ancestors.some((ancestor) => (ancestor as { kind?: string }).kind === kind);
}

function argument(node: ConstDirectiveNode, name: string): unknown {
  const value = node.arguments?.find((each) => each.name.value === name)?.value;
  if (!value || value.kind === Kind.NULL) return undefined;
  return 'value' in value ? value.value : value;
}
