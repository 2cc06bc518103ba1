export type { ClientRegistry, PublicKeys, RegisteredClient } from './client-registry.js';
export { hashSecret, newSecret, secretMatches } from './client-secret.js';
export { JWKS_PATH, localIssuer, TOKEN_LIFE, TOKEN_PATH, type LocalIssuerSettings } from './local-issuer.js';
export { BoundTokens, type Presented } from './proof/bound-tokens.js';
export { ClientCertificates, type CertificateSettings, type ClientCertificate } from './proof/client-certificates.js';
export { DpopProofs } from './proof/dpop-proofs.js';
export { generateSigningKeys, openSigningKeys, parseSigningKeys, type SigningKeys } from './signing-keys.js';
export { localTrust, PSEUDONYM, remoteTrust, TokenVerifier, unauthenticated, type TrustedIssuer, type VerifiedToken } from './token-verifier.js';
