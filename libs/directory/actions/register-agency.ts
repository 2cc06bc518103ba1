import type { Tx } from '#libs/postgres';
import type { Agency } from '../model/participant.js';
import { AgencyRow } from '../postgres/agency-row.js';

/** Takes an agency in, or corrects its particulars; the same particulars again change nothing. */
export async function registerAgency(tx: Tx, agency: Agency): Promise<void> {
  const row = { ...agency };
  await tx.entities.upsert(AgencyRow, row, { conflictPaths: ['code'], skipUpdateIfNoValuesChanged: true });
}
