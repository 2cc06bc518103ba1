import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';

/** A client's own key in a test's world: registered in the directory, and the same in every process. */
export interface ClientKey {
  readonly privateKey: KeyObject;
  /** Its public part, with `kid`. */
  readonly jwk: JWK;
}

const known = new Map<string, ClientKey>();

export function keyOf(client: string): ClientKey {
  const key = known.get(client) ?? derived(client);
  known.set(client, key);
  return key;
}

function derived(client: string): ClientKey {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(createHash('sha256').update(`a key of the tests for ${client}`).digest());
  const point = curve.getPublicKey();
  const open = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const d = curve.getPrivateKey().toString('base64url').padStart(43, 'A');
  return { privateKey: createPrivateKey({ key: { ...open, d }, format: 'jwk' }), jwk: { ...open, kid: `${client}-1`, alg: 'ES256' } };
}
