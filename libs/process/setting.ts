/** What a setting may be: `expected` completes the sentence "must be …", and never holds the value. */
export interface SettingType<Value> {
  readonly expected: string;
  /** Undefined when the text is no such value. */
  read(text: string): Value | undefined;
}

export interface Setting<Value> {
  readonly variable: string;
  readonly type: SettingType<Value>;
  /** Undefined: it must be given. */
  readonly fallback: Value | undefined;
  readonly purpose: string;
  /** May also be given as a file, by the variable with `_FILE` behind it; not shown in any text. */
  readonly secret: boolean;
}

export function setting<Value>(variable: string, type: SettingType<Value>, fallback: Value | undefined, purpose: string): Setting<Value> {
  return { variable, type, fallback, purpose, secret: false };
}

/** A setting that the hub can do without: null when absent. */
export function optional<Value>(variable: string, type: SettingType<Value>, purpose: string): Setting<Value | null> {
  return { variable, type, fallback: null, purpose, secret: false };
}

export function secret<Value>(variable: string, type: SettingType<Value>, purpose: string): Setting<Value | null> {
  return { ...optional(variable, type, purpose), secret: true };
}

export const text: SettingType<string> = { expected: 'a text', read: (given) => given };

export const flag: SettingType<boolean> = {
  expected: 'true or false',
  read: (given) => ({ true: true, false: false })[given],
};

/** Comma-separated; blanks around the parts do not count. */
export const list: SettingType<readonly string[]> = {
  expected: 'a list separated by commas',
  read: (given) => Object.freeze(given.split(',').map((part) => part.trim()).filter(Boolean)),
};

/** `name=URL` pairs separated by commas. */
export const urls: SettingType<Readonly<Record<string, string>>> = {
  expected: 'a list of name=URL separated by commas',
  read: (given) => {
    const pairs = list.read(given)!.map((pair) => /^([a-z][a-z0-9-]*)=(.+)$/.exec(pair));
    if (!pairs.every((pair) => pair !== null && URL.canParse(pair[2]!))) return undefined;
    return Object.freeze(Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!])));
  },
};

export function integer(least: number, most: number): SettingType<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (given) => (/^\d{1,15}$/.test(given) && Number(given) >= least && Number(given) <= most ? Number(given) : undefined),
  };
}

export function url(...protocols: string[]): SettingType<string> {
  return {
    expected: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    read: (given) => (URL.canParse(given) && protocols.includes(new URL(given).protocol) ? given : undefined),
  };
}

export function matching(pattern: RegExp, expected: string): SettingType<string> {
  return { expected, read: (given) => (pattern.test(given) ? given : undefined) };
}

export function oneOf<Word extends string>(...words: readonly Word[]): SettingType<Word> {
  return { expected: words.join(' or '), read: (given) => words.find((word) => word === given) };
}

/** Key material as Base64 of exactly `length` bytes. */
export function key(length: number): SettingType<Buffer> {
  return {
    expected: `Base64 of ${length} bytes`,
    read: (given) => {
      const bytes = /^[A-Za-z0-9+/_-]+={0,2}$/.test(given) ? Buffer.from(given, 'base64') : null;
      return bytes?.length === length ? bytes : undefined;
    },
  };
}
