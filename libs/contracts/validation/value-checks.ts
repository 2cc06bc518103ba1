import { codelistNamed } from '../catalogue/codelists.js';
import type { Findings } from './findings.js';
import { FORMATS, isDate, isDateTime } from './formats.js';
import type { FieldShape } from '../shapes.js';
import { isUnsafeName, isUnsafeText } from './text-safety.js';

type Parent = Readonly<Record<string, unknown>>;
/** Checks one value, not a list; reports to the findings. */
export type ValueCheck = (value: unknown, findings: Findings, parent: Parent) => void;

/** The check of a scalar field, put together once from what the SDL says of it. */
export function scalarCheck(field: FieldShape): ValueCheck {
  switch (field.type) {
    case 'Date': return dateCheck(field);
    case 'DateTime': return dateTimeCheck(field);
    case 'Boolean': return (value, findings) => void (typeof value === 'boolean' || findings.add('FIELD_TYPE', 'type Boolean'));
    case 'Int':
    case 'Float': return numberCheck(field);
    default: return textCheck(field);
  }
}

function numberCheck(field: FieldShape): ValueCheck {
  const whole = field.type === 'Int';
  const fits = field.format ? FORMATS[field.format]! : () => true;
  return (value, findings) => {
    const valid = typeof value === 'number' && Number.isFinite(value) && (!whole || (Number.isInteger(value) && Math.abs(value) < 2 ** 31));
    if (!valid) return findings.add('FIELD_TYPE', `type ${field.type}`);
    if (!fits(value)) findings.add('FORMAT_INVALID', `format ${field.format}`);
  };
}

function dateCheck(field: FieldShape): ValueCheck {
  return (value, findings) => {
    if (typeof value !== 'string') return findings.add('FIELD_TYPE', 'type Date');
    if (!isDate(value)) return findings.add('FORMAT_INVALID', 'ISO 8601 date');
    if (field.past && value > findings.latestDay) findings.add('DATE_IN_FUTURE');
    if (field.future && value <= findings.today) findings.add('ERASURE_DATE_PAST');
  };
}

function dateTimeCheck(field: FieldShape): ValueCheck {
  return (value, findings) => {
    if (typeof value !== 'string') return findings.add('FIELD_TYPE', 'type DateTime');
    if (!isDateTime(value)) return findings.add('FORMAT_INVALID', 'RFC 3339 date and time with offset');
    if (field.past && Date.parse(value) > findings.latestMoment) findings.add('DATE_IN_FUTURE');
  };
}

function textCheck(field: FieldShape): ValueCheck {
  const longest = field.maxLength!;
  const unsafe = field.format === 'NAME' ? isUnsafeName : isUnsafeText;
  const meaning = field.codelist ? codeCheck(field, field.codelist) : formatCheck(field);
  return (value, findings, parent) => {
    if (typeof value !== 'string') return findings.add('FIELD_TYPE', `type ${field.type}`);
    if (value.length > longest) return findings.add('TEXT_TOO_LONG', `at most ${longest} characters`);
    if (unsafe(value)) return findings.add('TEXT_UNSAFE', field.format === 'NAME' ? 'no invisible characters in names, ZWNJ and ZWJ included (UTS 39)' : undefined);
    meaning?.(value, findings, parent);
  };
}

type TextMeaning = (value: string, findings: Findings, parent: Parent) => void;

function formatCheck({ format }: FieldShape): TextMeaning | undefined {
  if (!format) return undefined;
  const fits = FORMATS[format]!;
  return (value, findings) => void (fits(value) || findings.add('FORMAT_INVALID', `format ${format}`));
}

function codeCheck({ codelistWithin }: FieldShape, name: string): TextMeaning {
  const list = codelistNamed(name);
  return (value, findings, parent) => {
    const full = codelistWithin ? `${String(parent[codelistWithin])}:${value}` : value;
    if (list.canonical(full) !== undefined) return;
    findings.add('CODE_UNKNOWN', list.refusal(full) ?? `code list ${name}`, `code list ${name}`);
  };
}
