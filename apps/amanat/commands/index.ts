import type { Command } from '../command.js';
import { breachCommand } from './breach.js';
import { documentsCommand } from './documents.js';
import { explainCommand } from './explain.js';
import { helpCommand } from './help.js';
import { importCommand } from './import.js';
import { registerCommand } from './register.js';
import { subjectAnswerCommand } from './subject-answer.js';
import { tokenCommand } from './token.js';
import { relabelCommand } from './relabel.js';
import { rotateKeysCommand } from './rotate-keys.js';
import { ledgerCommand } from './ledger.js';
import { verifyCommand } from './verify.js';

/** Every command, in the order of the list that `amanat help` prints. */
export const COMMANDS: readonly Command[] = [
  importCommand,
  explainCommand,
  tokenCommand,
  relabelCommand,
  rotateKeysCommand,
  documentsCommand,
  ledgerCommand,
  registerCommand,
  subjectAnswerCommand,
  breachCommand,
  verifyCommand,
  helpCommand(() => COMMANDS),
];
