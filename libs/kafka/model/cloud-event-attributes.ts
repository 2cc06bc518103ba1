import { Refusal } from '#libs/kernel';

/** CloudEvents 1.0 §3: lower-case letters and digits. */
const NAME = /^[a-z0-9]{1,64}$/;
const REQUIRED = ['specversion', 'id', 'source', 'type'];
const LONGEST_VALUE = 2048;
/** Control characters, half surrogate pairs and non-characters (CloudEvents 1.0 §2, type String). */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef]|[\p{Cs}]|[\ufffe\uffff]/u;
/** RFC 3339 §5.6, whose time is checked for sense by `Date`. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
/** RFC 3986 allows no spaces and none of these in a URI reference. */
const NOT_IN_URI = /[\s<>"{}|\\^`]/;

export function isAttributeName(name: string): boolean {
  return NAME.test(name);
}

/** `field` is the attribute's name; the refused value is never repeated. */
export function malformed(field: string, message: string): Refusal {
  return Refusal.because('CLOUDEVENT_MALFORMED', field, 'CloudEvents 1.0', message);
}

/** Refuses the name before it becomes a key: `__proto__` would be lost without a word. */
export function setAttribute(attributes: Record<string, string>, name: string, value: string): void {
  if (!isAttributeName(name)) throw malformed('', 'An attribute has a name that is not of lower-case letters and digits.');
  attributes[name] = value;
}

/** The attributes themselves when they are those of a CloudEvents 1.0 event. */
export function checkedAttributes(attributes: Record<string, string>): Readonly<Record<string, string>> {
  for (const name of REQUIRED) {
    if (!attributes[name]) throw malformed(name, `The attribute ${name} is missing or empty.`);
  }
  if (attributes['specversion'] !== '1.0') throw malformed('specversion', 'Only CloudEvents 1.0 is read.');
  for (const [name, value] of Object.entries(attributes)) checkText(name, value);
  for (const name of ['source', 'dataschema']) {
    if (NOT_IN_URI.test(attributes[name] ?? '')) throw malformed(name, 'The attribute is no URI reference (RFC 3986).');
  }
  const time = attributes['time'];
  if (time !== undefined && !(TIMESTAMP.test(time) && Number.isFinite(Date.parse(time)))) {
    throw malformed('time', 'The attribute is no timestamp (RFC 3339).');
  }
  return attributes;
}

function checkText(name: string, value: string): void {
  if (!isAttributeName(name)) throw malformed('', 'An attribute has a name that is not of lower-case letters and digits.');
  if (value.length > LONGEST_VALUE) throw malformed(name, `An attribute has at most ${LONGEST_VALUE} characters.`);
  if (FORBIDDEN.test(value)) throw malformed(name, 'An attribute holds a character that CloudEvents forbids.');
}
