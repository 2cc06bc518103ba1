const WORDS = {
  'record.originator': 'the originator',
  'record.regime': 'the regime of the originator',
  'record.tlp': 'TLP',
  'record.recipients': 'the recipients',
  'record.transfers': 'the transfer records',
  'record.purposes': 'the permitted purposes',
  'record.categories': 'the categories of person',
  'record.handling': 'the handling codes',
  'record.restricted': 'the record is restricted',
  'record.state': 'the state',
  'record.eraseAt': 'the erasure date',
  'record.referralConsent': 'the victim agreed to be referred',
  'audience.agency': 'the agency',
  'audience.type': 'the type of the agency',
  'audience.regime': 'the regime of the agency',
  'request.purpose': 'the purpose',
  'request.clearance': 'the clearance',
  'request.officer': 'an officer asks',
  'request.now': 'the moment',
};
const TERMS = {
  originator: 'the agency is the originator',
  recipient: 'the agency is a named recipient',
  transferred: 'a transfer record names the agency',
};

const isPath = (value) => /^(record|audience|request)\./.test(value);
const word = (value) => (isPath(value) ? wordsFor(value) : value === 0 ? 'none' : `\`${value}\``);
const list = (codes) => codes.map((code) => `\`${code}\``).join(' or ');
const child = (ast) => (typeof ast === 'object' && ('and' in ast || 'or' in ast) ? `(${inWords(ast)})` : inWords(ast));

/** One small function per operator of the table. */
const OPS = {
  eq: ([left, right]) => `${word(left)} is ${word(right)}`,
  ne: ([left, right]) => `${word(left)} is not ${word(right)}`,
  ge: ([left, right]) => `${word(left)} is ${word(right)} or above`,
  lt: ([left, right]) => `${word(left)} is below ${word(right)}`,
  in: ([left, codes]) => `${word(left)} is ${list(codes)}`,
  has: ([left, right]) => `${word(left)} hold ${word(right)}`,
  overlaps: ([left, codes]) => `${word(left)} hold ${list(codes)}`,
  and: (all) => all.map(child).join(' and '),
  or: (all) => all.map(child).join(' or '),
  not: (ast) => `not: ${child(ast)}`,
};

/** A condition of the table as a sentence, for the glossary. */
export function inWords(ast) {
  if (typeof ast === 'string') return wordsFor(ast);
  const [op, body] = Object.entries(ast)[0];
  return OPS[op](body);
}

function wordsFor(name) {
  const words = WORDS[name] ?? TERMS[name];
  if (!words) throw new Error(`schemas/generate/policy/words.mjs has no words for ${name}`);
  return words;
}
