import { parseArgs } from 'node:util';
import { Refusal } from '#libs/kernel';
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
    const given = argumentsOf(command, words);
    if (!given.values['help']) return await command.run(given, terminal);
    terminal.result(command.help);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const issue of error.issues) terminal.say(`amanat ${command.name}: ${issue.code}: ${issue.message}`);
    return 2;
  }
}

function argumentsOf(command: Command, words: readonly string[]): Arguments {
  try {
    return parseArgs({ args: [...words], options: { ...command.options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
  } catch (error) {
    throw Refusal.because('ARGUMENT_INVALID', '', `amanat help ${command.name}`, `${(error as Error).message.split('. ')[0]}. See: amanat help ${command.name}`);
  }
}
