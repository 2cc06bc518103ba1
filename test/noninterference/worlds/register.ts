import { readFileSync } from 'node:fs';
import { EVERY_CLASS, type Agency, type Class, type Light, type Observer, type Purpose } from '../model/words.js';

interface WrittenClient {
  readonly id: string;
  readonly agency: string | null;
  readonly roles: readonly string[];
  readonly classes: readonly Class[] | '*';
  readonly purposes: readonly Purpose[];
  readonly clearance: Light;
  readonly legalBases: readonly string[];
}

const WRITTEN = JSON.parse(readFileSync('deploy/local/participants.json', 'utf8')) as { agencies: Agency[]; clients: WrittenClient[] };

/** The demonstration's participants: agencies, and the clients that may watch for one of them. */
export const REGISTERED: readonly Agency[] = WRITTEN.agencies.map(({ code, type, regime }) => ({ code, type, regime }));

export const CLIENTS: readonly Observer[] = WRITTEN.clients.flatMap(({ id, agency, classes, ...rest }) => {
  const found = REGISTERED.find(({ code }) => code === agency);
  return found ? [{ ...rest, client: id, agency: found, classes: classes === '*' ? EVERY_CLASS : classes }] : [];
});

/** The one client of an invented agency. */
export function clientOfInvented(agency: Agency, purposes: readonly Purpose[], clearance: Light): Observer {
  return { agency, client: agency.code, roles: ['officer'], classes: EVERY_CLASS, purposes, clearance, legalBases: ['PTPA2018'] };
}
