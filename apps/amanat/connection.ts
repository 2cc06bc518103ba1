import { join } from 'node:path';
import { accessOf, HubClient, type Access, type AccessSource, type Reason } from '#libs/importing';
import { Refusal } from '#libs/kernel';
import { environment } from '#libs/process';
import { needed, text, wrong } from './arguments.js';
import type { Arguments } from './command.js';

/** Options of every command that speaks with the hub. */
export const CONNECTION_OPTIONS = {
  as: { type: 'string' },
  url: { type: 'string' },
  credentials: { type: 'string' },
  purpose: { type: 'string' },
  'legal-basis': { type: 'string' },
  'case-reference': { type: 'string' },
} as const;

/** What a command is done for where no case is named: it is the client's own task. */
const TASK = 'amanat-command';

export const CONNECTION_HELP = `  --as CLIENT            the client that asks, such as fia
  --url URL              the hub, such as https://localhost:4000; else the credentials file says
  --credentials FILE     .amanat/credentials.json where not said: it names the client's certificate and key;
                         without one a secret may stand in AMANAT_CLIENT_SECRET, never on the command line
  --purpose CODE         what for; the client's first purpose where not said
  --legal-basis CODE     on which basis; the client's first one where not said
  --case-reference REF   for which case or task; ${TASK} where not said`;

export interface Connection {
  readonly access: Access;
  readonly reason: Reason;
  readonly hub: HubClient;
}

export async function connection(given: Arguments): Promise<Connection> {
  const access = await accessOf(sourceOf(given));
  const reason = {
    purpose: text(given, 'purpose') ?? access.purposes[0] ?? unsaid('purpose'),
    legalBasis: text(given, 'legal-basis') ?? access.legalBases[0] ?? unsaid('legal-basis'),
    caseReference: caseOf(given),
  };
  return { access, reason, hub: new HubClient(access, reason, text(given, 'officer')) };
}

/** The client by name alone, for what needs no hub: then the legal basis and purpose are asked for. */
export async function connectionOrName(given: Arguments): Promise<Connection> {
  try {
    return await connection(given);
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'CREDENTIALS_MISSING')) throw error;
    const { client } = sourceOf(given);
    const access: Access = { client, agency: client, secret: '', tokenUrl: '', graphqlUrl: '', purposes: [], legalBases: [] };
    const reason = { purpose: text(given, 'purpose') ?? unsaid('purpose'), legalBasis: text(given, 'legal-basis') ?? unsaid('legal-basis'), caseReference: caseOf(given) };
    return { access, reason, hub: new HubClient(access, reason) };
  }
}

function sourceOf(given: Arguments): AccessSource {
  return { ...credentialsOf(given), client: needed(given, 'as', 'the client that asks, such as --as fia') };
}

/** Where the hub and a client's credentials are. */
export function credentialsOf(given: Arguments): Omit<AccessSource, 'client'> {
  const { home, clientSecret } = environment();
  return { file: text(given, 'credentials') ?? join(home, 'credentials.json'), url: text(given, 'url'), secret: clientSecret ?? undefined };
}

function caseOf(given: Arguments): string {
  return text(given, 'case-reference') ?? TASK;
}

function unsaid(option: string): never {
  throw wrong(`--${option}`, 'is needed: there are no credentials that say what this client uses');
}
