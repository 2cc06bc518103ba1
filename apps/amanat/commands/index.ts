import type { Command } from '../command.js';
import { explainCommand } from './explain.js';
import { helpCommand } from './help.js';
import { importCommand } from './import.js';
import { tokenCommand } from './token.js';

/** Every command, in the order of the list that `amanat help` prints. */
export const COMMANDS: readonly Command[] = [
  importCommand,
  explainCommand,
  tokenCommand,
  helpCommand(() => COMMANDS),
];
