import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'test/types/programs');
const PROGRAMS = readdirSync(FOLDER).filter((name) => name.endsWith('.ts')).map((name) => join(FOLDER, name));

/** Above a line that must not compile: `//! TS2322 words of the message`; the code is the compiler's. */
const MARK = /^\s*\/\/! (TS\d+) (.+)$/u;

interface Expected {
  readonly line: number;
  readonly code: string;
  readonly words: string;
  /** What the line is about: the name that it declares. */
  readonly story: string;
}

function compile(): ts.Program {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: PROGRAMS, exclude: [] }, ts.sys, ROOT, undefined, join(ROOT, 'tsconfig.json'));
  return ts.createProgram(PROGRAMS, { ...options, noEmit: true, incremental: false, tsBuildInfoFile: undefined });
}

const program = compile();

function expectedIn(file: string): Expected[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, at) => {
    const [, code, words] = MARK.exec(text) ?? [];
    if (!code || !words) return [];
    const story = /(?:const|type|function) (\w+)/u.exec(lines[at + 1]!)?.[1] ?? lines[at + 1]!.trim();
    return [{ line: at + 2, code, words, story: story.replace(/(?<=[a-z])(?=[A-Z])|(?<=\ba)(?=[A-Z])/gu, ' ').toLowerCase() }];
  });
}

function errorsIn(file: string): { line: number; code: string; message: string }[] {
  const source = program.getSourceFile(file)!;
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start, code, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start ?? 0).line + 1, code: `TS${code}`, message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}

describe.each(PROGRAMS.map((file) => [basename(file, '.ts').replaceAll('-', ' '), file]))('%s', (_name, file) => {
  const errors = errorsIn(file);
  const expected = expectedIn(file);

  it.each(expected.map((one) => [one.story, one] as const))('does not compile: %s', (_story, { line, code, words }) => {
    const found = errors.filter((error) => error.line === line);
    expect(found).toEqual([{ line, code, message: expect.stringContaining(words) }]);
  });

  it('compiles where it does it right', () => {
    expect(expected.length).toBeGreaterThan(3);
    expect(errors.filter(({ line }) => !expected.some((one) => one.line === line))).toEqual([]);
  });
});
