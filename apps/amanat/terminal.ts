/** Where a command writes: results to the standard output, all that is for a person to stderr. */
export interface Terminal {
  result(line: string): void;
  say(line: string): void;
  /** Whether a person watches, so that a bar may be drawn. */
  readonly watched: boolean;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  watched: process.stderr.isTTY === true,
};
