import { Refusal, type Caller } from '#libs/kernel';

/** A document that the operator has registered for an agency. */
export interface TrustedDocument {
  readonly text: string;
  /** The only purpose it may be asked for; null where the request says. */
  readonly purpose: string | null;
}

/** `id`: lower-case hexadecimal SHA-256 of the text. Null for another agency's as for one that nobody has. */
export type TrustedDocuments = (agency: string, id: string) => TrustedDocument | null;

const DOCUMENT_ID = /^sha256:([0-9a-f]{64})$/;

/**
 * The text of a registered document.
 * @throws Refusal DOCUMENT_UNKNOWN, the same whether the id is another agency's, nobody's or no id at all; PURPOSE_NOT_ALLOWED
 */
export function textOf(documents: TrustedDocuments, caller: Caller, documentId: string): string {
  const hash = DOCUMENT_ID.exec(documentId)?.[1];
  const document = hash === undefined ? null : documents(caller.agency, hash);
  if (!document) throw Refusal.because('DOCUMENT_UNKNOWN', 'documentId', 'hub', 'your agency has no such document');
  if (document.purpose !== null && document.purpose !== caller.purpose) {
    throw Refusal.because('PURPOSE_NOT_ALLOWED', 'Amanat-Purpose', 'LED art. 4(2)', 'the document is registered for another purpose');
  }
  return document.text;
}
