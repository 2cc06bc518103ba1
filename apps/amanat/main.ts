import { parseArgs } from 'node:util';
import { Refusal } from '#libs/kernel';
import { environment } from '#libs/process';
import type { Arguments, Command } from './command.js';
import { COMMANDS } from './commands/index.js';
import { processTerminal as terminal } from './terminal.js';

process.exitCode = await main(process.argv.slice(2));

/** 2 stands for what the command could not even begin: unknown, wrong arguments, unusable files. */
async function main([name = 'help', ...words]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((one) => one.name === (['-h', '--help'].includes(name) ? 'help' : name));
  if (!command) {
    terminal.say(`amanat: there is no command ${JSON.stringify(name)}. The commands are ${COMMANDS.map((one) => one.name).join(', ')}.`);
    return 2;
  }
  try {
    environment();
  } catch (error) {
    terminal.say(`amanat: ${(error as Error).message}`);
    return 2;
  }
  return runCommand(command, words);
}

/** What was not foreseen ends with 3: whatever had begun can be begun again. */
async function runCommand(command: Command, words: readonly string[]): Promise<number> {
  try {
    const given = argumentsOf(command, words);
    if (!given.values['help']) return await command.run(given, terminal);
    terminal.result(command.help);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) {
      for (const issue of error.issues) terminal.say(`amanat ${command.name}: ${issue.code}: ${issue.message}`);
      return 2;
    }
    terminal.say(`amanat ${command.name}: INTERNAL: ${(error as Error).stack ?? String(error)}`);
    return 3;
  }
}

function argumentsOf(command: Command, words: readonly string[]): Arguments {
  try {
    return parseArgs({ args: [...words], options: { ...command.options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
  } catch (error) {
    throw Refusal.because('ARGUMENT_INVALID', '', `amanat help ${command.name}`, `${(error as Error).message.split('. ')[0]}. See: amanat help ${command.name}`);
  }
}
