import { Refusal } from '#libs/kernel';
import type { Arguments } from './command.js';

/** @throws Refusal ARGUMENT_INVALID that names the option and says what it takes */
export function wrong(option: string, message: string): Refusal {
  return Refusal.because('ARGUMENT_INVALID', option, 'amanat help', `${option} ${message}.`);
}

export function text({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function needed(given: Arguments, name: string, what: string): string {
  const value = text(given, name);
  if (!value) throw wrong(`--${name}`, `is needed: ${what}`);
  return value;
}

export function texts({ values }: Arguments, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function whole(given: Arguments, name: string, least: number, most: number): number | undefined {
  const value = text(given, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d{1,12}$/u.test(value) || number < least || number > most) throw wrong(`--${name}`, `takes a whole number from ${least} to ${most}`);
  return number;
}

/** The words after the command; each must be there and none more. */
export function words({ positionals }: Arguments, ...names: readonly string[]): string[] {
  if (positionals.length < names.length) throw wrong(names[positionals.length]!, 'is missing');
  if (positionals.length > names.length) throw Refusal.because('ARGUMENT_INVALID', '', 'amanat help', `Too many words: it takes ${names.join(' ') || 'none'}.`);
  return [...positionals];
}
