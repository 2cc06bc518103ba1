import ts from 'typescript';
import { describe, expect, it } from '@jest/globals';
import { each, placeOf, PRODUCT, roomOf, type Source } from './sources.js';

/** Rooms whose resolvers answer with records, or with what follows from them. */
const SPEAKING = ['cases', 'alerts', 'records', 'retention', 'delivery', 'ledger', 'insider', 'recalls', 'approvals', 'transfers', 'rights', 'breaches'];

/** Answers that hold no record, and why each may leave without disclosure's mark. */
const PLAIN: Readonly<Record<string, string>> = {
  Receipt: 'id and version of what the caller itself handed in',
  ApprovalReceipt: 'how the request stands that the caller itself asked or answered',
  SubjectReceipt: 'how a request of a person stands that the caller itself filed, collected or decided',
  Countersigned: 'the size of the checkpoint that the caller itself handed in',
  ClassExplanation: 'names of classes and rules; that it was asked is in the ledger',
};

/** Places that put what was disclosed into another form. Each was read for one thing: that nothing is mixed in from elsewhere. */
const RESHAPING = [
  'libs/delivery/model/event.ts', // the CloudEvent around it: attributes of the recipient's own ledger entry
  'libs/delivery/feed.ts', // with its cursor
  'libs/alerts/graphql/alert-queries.ts', // the id of the case that the disclosed alert names
  'libs/alerts/actions/acknowledgements.ts', // rows that PostgreSQL gives to the alert's originator alone
];

/** Who may hold the broker's producer: the room that sends what was disclosed, and whoever starts it. */
const SENDING = ['libs/kafka/', 'libs/delivery/outlet.ts', 'libs/delivery/relay.ts', 'libs/delivery/send-rejections.ts', 'libs/delivery/send-notices.ts', 'apps/assembly/worker.ts'];

const outside = PRODUCT.filter(({ path }) => roomOf(path) !== 'disclosure');

function found(sources: readonly Source[], what: (node: ts.Node) => boolean): string[] {
  const places: string[] = [];
  for (const source of sources) each(source.tree, (node) => { if (what(node)) places.push(placeOf(source, node)); });
  return places;
}

const calls = (name: string) => (node: ts.Node) => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
const inFile = (places: readonly string[], files: readonly string[]) => places.filter((place) => !files.some((file) => place.startsWith(file)));

describe('the one way out', () => {
  it('nothing outside disclosure claims that a value was disclosed', () => {
    const claims = (node: ts.Node) => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && /\bDisclosed\b/u.test(node.type.getText());
    expect(found(outside, claims)).toEqual([]);
    expect(found(outside, calls('disclosed'))).toEqual([]);
  });

  it('what was disclosed is reshaped only where that was read by a second person', () => {
    expect(inFile(found(outside, calls('reshape')), RESHAPING)).toEqual([]);
  });

  it('only the rooms of the ledger, of odd look-ups, of recalls, of registers, of time limits, of approvals, of transfers, of the rights of persons and of breaches read under a line of their own, and the directory\'s answers are given such a line', () => {
    const uses = (node: ts.Node) => ts.isIdentifier(node) && node.text === 'LedgerDisclosure' && !ts.isImportSpecifier(node.parent);
    expect(inFile(found(outside, uses), ['libs/ledger/', 'libs/insider/', 'libs/recalls/', 'libs/registers/', 'libs/retention/', 'libs/approvals/', 'libs/transfers/', 'libs/rights/', 'libs/breaches/', 'apps/assembly/house.ts'])).toEqual([]);
  });

  it('only the relay and the rejections hold a producer', () => {
    const produces = (node: ts.Node) => (ts.isIdentifier(node) && node.text === 'EventProducer')
      || (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'producer');
    expect(inFile(found(PRODUCT, produces), SENDING)).toEqual([]);
  });

  it('only stores and disclosure say SQL to records, deliveries and the ledger', () => {
    const says = (node: ts.Node) => ts.isStringLiteralLike(node) && /\b(?:from|into|update|join|select)\s+(?:records|audit|delivery|disclosure)\./iu.test(node.text);
    expect(found(PRODUCT, says).filter((place) => !/\/(?:postgres|disclosure)\//u.test(place))).toEqual([]);
  });
});

const RESOLVING = ['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveReference'];

interface Answer {
  readonly place: string;
  readonly type: ts.TypeNode | undefined;
  readonly source: Source;
}

function answersOf(source: Source): Answer[] {
  const answers: Answer[] = [];
  each(source.tree, (node) => {
    if (!ts.isMethodDeclaration(node)) return;
    const names = (ts.getDecorators(node) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : ''));
    if (names.some((name) => RESOLVING.includes(name))) answers.push({ place: placeOf(source, node), type: node.type, source });
  });
  return answers;
}

/** Declarations of the speaking rooms by name: what a connection or an alias holds. */
const DECLARED = new Map(PRODUCT.filter(({ path }) => SPEAKING.includes(roomOf(path))).flatMap(({ tree }) => tree.statements)
  .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
  .map((statement) => [statement.name.text, statement]));

const WRAPPERS = ['Promise', 'AsyncGenerator', 'ReadonlyArray', 'Array'];

/** Whether a type can hold nothing but what was disclosed, plain answers and nothing at all. */
function isSafe(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isSafe);
  if (ts.isArrayTypeNode(type)) return isSafe(type.elementType);
  if (ts.isTypeOperatorNode(type)) return isSafe(type.type);
  if (ts.isLiteralTypeNode(type)) return type.literal.kind === ts.SyntaxKind.NullKeyword;
  if (!ts.isTypeReferenceNode(type)) return false;
  const name = type.typeName.getText();
  if (name === 'Disclosed' || name in PLAIN) return true;
  if (WRAPPERS.includes(name)) return isSafe(type.typeArguments![0]!);
  const declared = DECLARED.get(name);
  return declared !== undefined && (ts.isTypeAliasDeclaration(declared) ? isSafe(declared.type) : isConnection(declared));
}

/** Relay's shape, with nodes that were disclosed. */
function isConnection(declared: ts.InterfaceDeclaration): boolean {
  const names = declared.members.map((member) => member.name?.getText());
  return names.join(' ') === 'edges pageInfo' && /\bnode: Disclosed</u.test(declared.members[0]!.getText());
}

describe('resolvers', () => {
  const answers = PRODUCT.filter(({ path }) => SPEAKING.includes(roomOf(path)) && path.includes('/graphql/')).flatMap(answersOf);

  it('of records answer only with what was disclosed, with receipts, and with pages of it', () => {
    expect(answers.length).toBeGreaterThan(10);
    const offences = answers
      .filter(({ type }) => !type || !isSafe(type))
      .map(({ place, type }) => `${place} answers with ${type?.getText() ?? 'a type that is not written down'}: pass it through disclosure`);
    expect(offences).toEqual([]);
  });
});
