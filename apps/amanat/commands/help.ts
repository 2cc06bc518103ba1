import type { Command } from '../command.js';
import { wrong } from '../arguments.js';

/** @param commands asked for only when it runs, as help is one of them */
export function helpCommand(commands: () => readonly Command[]): Command {
  const own = {
    name: 'help',
    summary: 'this list, or all about one command',
    help: 'amanat help [COMMAND]\n\nThe list of commands, or all about one of them.',
    options: {},
  };
  return {
    ...own,
    run: async ({ positionals: [name] }, terminal) => {
      if (name === undefined) {
        terminal.result(listOf(commands()));
        return 0;
      }
      const command = commands().find((one) => one.name === name);
      if (!command) throw wrong('COMMAND', `is one of ${commands().map((one) => one.name).join(', ')}`);
      terminal.result(command.help);
      return 0;
    },
  };
}

function listOf(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['amanat COMMAND …', '', ...lines, '', 'amanat help COMMAND says all about one.'].join('\n');
}
