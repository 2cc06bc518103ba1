import type { Verdict } from '#libs/proofs';
import { needed, text, texts, whole, words } from '../arguments.js';
import type { Command } from '../command.js';
import { progressDisplay } from '../ledger/progress-display.js';
import { formerOf, idsIn, keyOf, verifyFile } from '../ledger/verify-file.js';
import type { Terminal } from '../terminal.js';

/** Findings shown to a person; --json gives all. */
const SHOWN = 100;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'verify an export of the ledger, without the hub',
  help: `amanat verify FILE --key KEY [options]

Verifies an export of \`amanat ledger export\` with nothing but the hub's public key: the signature
of its checkpoint, that the seal and the agency's trees stand under it, that no interval is missing,
and every line. Names each line that was edited, removed, put elsewhere or added. Needs no network.

  --key KEY              the hub's verifier key, or a file with it; have it from elsewhere than the hub
  --witness KEY          an agency's verifier key: the checkpoint must bear its cosignature; repeatable
  --former FILE          an earlier export: this one must continue its log and its trees
  --operations FILE      ids of operations that were answered with something (header Amanat-Operation),
                         one a line: each must have a line
  --offsets FILE         events received on the agency's topics, one a line, the CloudEvent's id its last
                         word (such as: topic partition offset id): each must have a line; and
                         what a line says was delivered since the first of them, on a topic that
                         brought any, must be among them
  --grace SECONDS        ids of the last so many seconds before the seal need no line yet; 60 where not said
  --json                 the verdict as one JSON object

Exit status: 0 all is right, 1 something is not, 2 wrong arguments or unreadable files.`,
  options: {
    key: { type: 'string' }, witness: { type: 'string', multiple: true }, former: { type: 'string' }, operations: { type: 'string' },
    offsets: { type: 'string' }, grace: { type: 'string' }, json: { type: 'boolean' },
  },
  run: async (given, terminal) => {
    const [file] = words(given, 'FILE') as [string];
    const [former, operations, offsets] = ['former', 'operations', 'offsets'].map((name) => text(given, name));
    const display = progressDisplay(terminal, 'bytes');
    const verdict = await verifyFile(file, {
      key: keyOf('--key', needed(given, 'key', 'the hub\'s verifier key')),
      witnesses: texts(given, 'witness').map((witness) => keyOf('--witness', witness)),
      former: former === undefined ? null : formerOf(former),
      noted: {
        operations: operations === undefined ? [] : idsIn(operations), events: offsets === undefined ? [] : idsIn(offsets),
        grace: whole(given, 'grace', 0, 86_400) ?? 60,
      },
    }, (_lines, read, of) => display.update(read, of));
    display.end();
    if (given.values['json']) terminal.result(JSON.stringify({ valid: verdict.findings.length === 0, ...verdict }));
    else tell(verdict, terminal);
    return verdict.findings.length === 0 ? 0 : 1;
  },
};

function tell({ agency, lines, sealedAt, seals, young, findings }: Verdict, terminal: Terminal): void {
  for (const { code, place, message } of findings.slice(0, SHOWN)) terminal.result(`${code}: ${place ? `${place}: ` : ''}${message}`);
  if (findings.length > SHOWN) terminal.result(`… and ${findings.length - SHOWN} more; --json gives all.`);
  if (young) terminal.say(`${young} ids are too young to be under this seal; verify them with the next export.`);
  terminal.say(`${lines} lines of ${agency || 'nobody'}, sealed ${sealedAt ?? 'never'} (checkpoint ${seals}): ${findings.length === 0 ? 'all is right.' : `${findings.length} findings.`}`);
}
