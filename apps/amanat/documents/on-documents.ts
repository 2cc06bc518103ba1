import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUPERGRAPH_SDL } from '#libs/contracts';
import { Directory, directoryEntities, registerDocument, withdrawDocument } from '#libs/directory';
import { documentCheck } from '#libs/gateway';
import { Database } from '#libs/postgres';
import { environment } from '#libs/process';
import { needed, text, wrong } from '../arguments.js';
import type { Arguments } from '../command.js';
import type { Terminal } from '../terminal.js';

interface Work {
  readonly database: Database;
  readonly given: Arguments;
  readonly words: readonly string[];
  readonly terminal: Terminal;
}

const VERBS = { register, list, withdraw };

/** @returns the exit status */
export async function onDocuments(verb: keyof typeof VERBS, asked: Omit<Work, 'database'>): Promise<number> {
  const database = await Database.connect({ url: databaseUrl(), poolSize: 1, entities: directoryEntities });
  try {
    return await VERBS[verb]({ ...asked, database });
  } finally {
    await database.close();
  }
}

async function register({ database, given, words, terminal }: Work): Promise<number> {
  const agency = await knownAgency(database, needed(given, 'agency', 'whose documents they are, such as --agency fia'));
  if (words.length === 0) throw wrong('FILE', 'is missing');
  const check = documentCheck(SUPERGRAPH_SDL, environment().queryCost);
  let status = 0;
  for (const file of words) {
    const document = fileText(file);
    const errors = check(document);
    if (errors.length === 0) {
      const id = await database.transaction((tx) => registerDocument(tx, { agency, text: document, purpose: text(given, 'purpose') ?? null }));
      terminal.result(`sha256:${id}  ${file}`);
    } else status = 1;
    for (const { extensions: { code }, message, locations: [at] = [] } of errors) {
      terminal.say(`amanat documents: ${file}${at ? `:${at.line}:${at.column}` : ''}: ${code}: ${message}`);
    }
  }
  return status;
}

async function list({ database, given, terminal }: Work): Promise<number> {
  const directory = await Directory.open(database);
  const documents = directory.documents(text(given, 'agency') ?? null);
  await directory.close();
  for (const { agency, id, purpose, text: document } of documents) {
    terminal.result([`sha256:${id}`, agency, purpose ?? '*', document.replace(/\s+/gu, ' ').slice(0, 60)].join('  '));
  }
  return 0;
}

async function withdraw({ database, given, words }: Work): Promise<number> {
  const agency = needed(given, 'agency', 'whose documents they are, such as --agency fia');
  if (words.length === 0) throw wrong('ID', 'is missing');
  await database.transaction(async (tx) => {
    for (const id of words) await withdrawDocument(tx, agency, id.replace(/^sha256:/u, ''));
  });
  return 0;
}

async function knownAgency(database: Database, code: string): Promise<string> {
  const directory = await Directory.open(database);
  await directory.close();
  if (!directory.agency(code)) throw wrong('--agency', 'is no agency of the register');
  return code;
}

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw wrong('FILE', 'cannot be read');
  }
}

function databaseUrl(): string {
  const { databaseUrl: url, home } = environment();
  const file = join(home, 'database-url');
  if (url) return url;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw wrong('DATABASE_URL', 'is needed: documents are registered in the database itself');
}
