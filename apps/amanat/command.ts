import type { ParseArgsConfig } from 'node:util';
import type { Terminal } from './terminal.js';

/** What `parseArgs` made of the words after the command. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** One command: its file and one line in `commands/index.ts` are all it takes. */
export interface Command {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** The whole help text. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** The exit status. A Refusal that is thrown is shown with its code and ends with status 2. */
  run(given: Arguments, terminal: Terminal): Promise<number>;
}
