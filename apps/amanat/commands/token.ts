import { accessOf, AccessToken, Away, proofOf } from '#libs/importing';
import { Refusal } from '#libs/kernel';
import { needed, text, words } from '../arguments.js';
import type { Command } from '../command.js';
import { CONNECTION_OPTIONS, credentialsOf } from '../connection.js';

const { url, credentials } = CONNECTION_OPTIONS;

export const tokenCommand: Command = {
  name: 'token',
  summary: 'an access token bound to the client\'s certificate, for an officer where named',
  help: `amanat token --client CLIENT [--officer PSEUDONYM] [options]

Prints an access token that is good only together with the client's certificate, as in
curl --cacert … --cert … --key … -H "authorization: Bearer $(npx amanat token --client fia)".
Identities of persons are shown to officers alone.

  --client CLIENT        the client that asks, such as fia
  --officer PSEUDONYM    the officer for whom it asks, by a pseudonym that only the agency can resolve, never a name
  --url URL              the hub, such as https://localhost:4000; else the credentials file says
  --credentials FILE     .amanat/credentials.json where not said

Exit status: 0 printed, 2 refused or wrong arguments, 3 the hub is away.`,
  options: { client: { type: 'string' }, officer: { type: 'string' }, url, credentials },
  run: async (given, terminal) => {
    words(given);
    const client = needed(given, 'client', 'the client that asks, such as --client fia');
    const access = await accessOf({ ...credentialsOf(given), client, secret: undefined });
    if (!access.tls?.cert) throw Refusal.because('CREDENTIALS_MISSING', '', 'RFC 8705', 'The credentials file names no certificate of this client.');
    try {
      terminal.result(await new AccessToken(access, proofOf(access), text(given, 'officer')).get());
      return 0;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      terminal.say(`amanat token: UNAVAILABLE: The hub is away (${error.message}).`);
      return 3;
    }
  },
};
