import type { Client } from 'pg';
import type { Triple } from './triples.js';

export const COLUMNS = `originator text, regime text, tlp smallint, recipients text[], transfers text[], purposes int, categories int,
  handling text[], restricted boolean, state text, erase_at timestamptz, referral_consent boolean, onward text,
  agency text, agency_type text, agency_regime text, purpose int, clearance int, officer boolean, now timestamptz`;
export const NAMES = COLUMNS.split(',').map((column) => column.trim().split(' ')[0]!);

/** All questions in one query. `columns`: what stands for each parameter. */
export async function askPostgres(client: Client, questions: readonly Triple[], columns = NAMES.map((name) => `t.${name}`)): Promise<(number | null)[]> {
  const rows = questions.map(({ record, audience, request }, at) => ({
    at,
    ...record, erase_at: new Date(record.eraseAt), referral_consent: record.referralConsent,
    agency: audience.agency, agency_type: audience.type, agency_regime: audience.regime,
    purpose: request.purpose, clearance: request.clearance, officer: request.officer, now: new Date(request.now),
  }));
  const answer = await client.query<{ classes: number | null }>(
    `select policy_visible_classes(${columns.join(', ')}) as classes from jsonb_to_recordset($1) as t (at int, ${COLUMNS}) order by at`,
    [JSON.stringify(rows)],
  );
  return answer.rows.map((row) => row.classes);
}
