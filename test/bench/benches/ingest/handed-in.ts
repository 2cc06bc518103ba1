import { inventedCase } from '../../world/invented-case.js';

/** Whose topic is read. */
export const AGENCY = 'fia';
const RARE = 1_667;

/** A message as an agency's own software sends it: CloudEvents 1.0, binary mode. */
export interface HandedIn {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/** Cases number `from` to `to` as events of the agency, each with a key of its own. */
export function handedIn(from: number, to: number): HandedIn[] {
  return Array.from({ length: to - from + 1 }, (_, place) => message(from + place));
}

function message(index: number): HandedIn {
  const { document } = inventedCase(index, RARE);
  const envelope = document.envelope as { recipients: string[] };
  const recipients = [...envelope.recipients.filter((code) => code !== AGENCY), 'europol'];
  const value = JSON.stringify({ ...document, envelope: { ...envelope, recipients: [...new Set(recipients)] } });
  const headers = {
    ce_specversion: '1.0', ce_id: `case-${index}`, ce_source: `urn:amanat:agency:${AGENCY}`, ce_type: 'record.submitted.v1', ce_kind: 'case',
    ce_time: '2026-10-01T00:00:00Z', 'content-type': 'application/json',
  };
  return { key: `case-${index}`, value, headers };
}
