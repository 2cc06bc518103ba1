import { Refusal } from '#libs/kernel';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes (RFC 3629, strict); `field` names the place in the refusal. */
export function decodeText(bytes: Uint8Array, field = ''): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw Refusal.because('UTF8_INVALID', field, 'RFC 3629', 'The bytes are not valid UTF-8.');
  }
}

/** The value of a JSON text (RFC 8259) in strict UTF-8 bytes. The parser's own words are not repeated: they quote. */
export function decodeJson(bytes: Uint8Array, field = ''): unknown {
  const text = decodeText(bytes, field);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw Refusal.because('JSON_MALFORMED', field, 'RFC 8259', 'The bytes are no JSON text.');
  }
}
