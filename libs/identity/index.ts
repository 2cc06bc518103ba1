export type { ClientRegistry, RegisteredClient } from './client-registry.js';
export { hashSecret, newSecret, secretMatches } from './client-secret.js';
export { JWKS_PATH, localIssuer, TOKEN_LIFE, TOKEN_PATH, type LocalIssuerSettings } from './local-issuer.js';
export { generateSigningKeys, openSigningKeys, parseSigningKeys, type SigningKeys } from './signing-keys.js';
export { localTrust, remoteTrust, TokenVerifier, unauthenticated, type TrustedIssuer, type VerifiedToken } from './token-verifier.js';
