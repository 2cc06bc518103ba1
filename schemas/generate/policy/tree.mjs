import { ATTRIBUTES } from './attributes.mjs';

/**
 * From the reviewed JSON to a typed tree, so that a back end never has to ask for a type:
 *   { op: 'and' | 'or', all: [node] } · { op: 'not', node } · { op: 'term', name } · { op: 'flag', path }
 *   { op: 'same' | 'differs' | 'atLeast' | 'below', left, right }     scalars
 *   { op: 'oneOf', path, codes }                            text in a list
 *   { op: 'holds', path, right }                            list of codes holds a text
 *   { op: 'meets', path, codes }                            list of codes shares one with a list
 *   { op: 'everyBit' | 'anyBit', path, right }              masks
 * An operand is { path } or { value }. Every mistake in the table stops the build here.
 */
export function buildTree(ast, terms, numbers) {
  if (typeof ast === 'string') return ast.includes('.') ? flag(ast) : term(ast, terms);
  const [[op, body], ...rest] = Object.entries(ast);
  if (rest.length > 0) throw new Error(`one operator a node, found ${Object.keys(ast)}`);
  if (op === 'not') return { op, node: buildTree(body, terms, numbers) };
  if (op === 'and' || op === 'or') {
    if (!Array.isArray(body) || body.length < 2) throw new Error(`${op} wants two conditions or more`);
    return { op, all: body.map((child) => buildTree(child, terms, numbers)) };
  }
  if (!(op in COMPARE)) throw new Error(`unknown operator ${op}`);
  return COMPARE[op](body[0], body[1], numbers);
}

const COMPARE = {
  eq: (left, right, numbers) => ({ op: 'same', left: { path: left }, right: operand(right, left, numbers) }),
  ne: (left, right, numbers) => ({ op: 'differs', left: { path: left }, right: operand(right, left, numbers) }),
  ge: (left, right, numbers) => ordered('atLeast', left, right, numbers),
  lt: (left, right, numbers) => ordered('below', left, right, numbers),
  in: (left, codes, numbers) => only(left, 'text', 'mask') === 'mask'
    ? { op: 'anyBit', path: left, right: { value: bits(codes, left, numbers) } }
    : { op: 'oneOf', path: left, codes: list(codes) },
  has: (left, right, numbers) => only(left, 'codes', 'mask') === 'mask'
    ? { op: 'everyBit', path: left, right: operand(right, left, numbers) }
    : { op: 'holds', path: left, right: isPath(right) ? textPath(right) : { value: right } },
  overlaps: (left, codes, numbers) => only(left, 'codes', 'mask') === 'mask'
    ? { op: 'anyBit', path: left, right: { value: bits(codes, left, numbers) } }
    : { op: 'meets', path: left, codes: list(codes) },
};

const isPath = (value) => typeof value === 'string' && value in ATTRIBUTES;

function typeOf(path) {
  if (!isPath(path)) throw new Error(`unknown attribute ${path}`);
  return ATTRIBUTES[path].type;
}

function only(path, ...types) {
  const type = typeOf(path);
  if (!types.includes(type)) throw new Error(`${path} is a ${type}, wanted ${types.join(' or ')}`);
  return type;
}

function ordered(op, left, right, numbers) {
  only(left, 'rank', 'time');
  return { op, left: { path: left }, right: operand(right, left, numbers) };
}

function flag(path) {
  only(path, 'flag');
  return { op: 'flag', path };
}

function term(name, terms) {
  if (!Object.hasOwn(terms, name)) throw new Error(`unknown term ${name}`);
  return { op: 'term', name };
}

function textPath(path) {
  only(path, 'text');
  return { path };
}

function list(codes) {
  if (!Array.isArray(codes) || codes.length === 0) throw new Error('a list of codes is wanted');
  return codes;
}

function operand(right, left, numbers) {
  if (isPath(right)) {
    if (typeOf(right) !== typeOf(left)) throw new Error(`${left} and ${right} do not compare`);
    return { path: right };
  }
  const type = only(left, 'text', 'rank', 'mask');
  if (type === 'text') return { value: right };
  return { value: right === 0 ? 0 : number(right, type === 'rank' ? 'tlp' : ATTRIBUTES[left].literals, numbers) };
}

function bits(codes, path, numbers) {
  return list(codes).reduce((mask, code) => mask | number(code, ATTRIBUTES[path].literals, numbers), 0);
}

function number(code, name, numbers) {
  if (!Object.hasOwn(numbers[name], code)) throw new Error(`unknown code ${code} of ${name}`);
  return numbers[name][code];
}
