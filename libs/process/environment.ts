import { readFileSync } from 'node:fs';
import type { Setting } from './setting.js';
import { SETTINGS } from './settings.js';

type ValueOf<Of> = Of extends Setting<infer Value> ? Value : never;

/** All settings, by their names in `settings.ts`. Frozen. */
export type Environment = { readonly [Name in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[Name]> };

let read: Environment | undefined;

/** The settings of this process, parsed at the first call. Throws one error that names all that is wrong. */
export function environment(): Environment {
  return (read ??= readEnvironment(process.env));
}

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const wrong: string[] = [];
  const values = Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => {
    try {
      return [name, valueOf(setting, variables)];
    } catch (error) {
      wrong.push((error as Error).message);
      return [name, undefined];
    }
  });
  if (wrong.length) throw new Error(`The environment is not right: ${wrong.join('; ')}.`);
  return Object.freeze(Object.fromEntries(values)) as Environment;
}

/** The wrong value is never in the message: it may be a password in the wrong place. */
function valueOf(setting: Setting<unknown>, variables: Readonly<Record<string, string | undefined>>): unknown {
  const given = givenText(setting, variables);
  if (given === '') {
    if (setting.fallback === undefined) throw new Error(`${setting.variable} must be given (${setting.purpose})`);
    return setting.fallback;
  }
  const value = setting.type.read(given);
  if (value === undefined) throw new Error(`${setting.variable} must be ${setting.type.expected}`);
  return value;
}

function givenText(setting: Setting<unknown>, variables: Readonly<Record<string, string | undefined>>): string {
  const direct = variables[setting.variable]?.trim() ?? '';
  const file = setting.secret && direct === '' ? variables[`${setting.variable}_FILE`]?.trim() : undefined;
  if (!file) return direct;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`the file of ${setting.variable}_FILE cannot be read`);
  }
}

/** One line per setting, for `--help` and the documentation. */
export function settingsHelp(): string {
  return Object.values<Setting<unknown>>(SETTINGS).map((setting) => {
    const file = setting.secret ? `, or ${setting.variable}_FILE` : '';
    return `${setting.variable}${file}: ${setting.purpose}. ${capital(setting.type.expected)}${withoutIt(setting)}.`;
  }).join('\n');
}

function withoutIt({ fallback }: Setting<unknown>): string {
  if (fallback === undefined) return '; must be given';
  const shown = Array.isArray(fallback) ? fallback.join(',') : typeof fallback === 'object' ? '' : String(fallback);
  return shown === '' ? '' : `; without it ${shown}`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
