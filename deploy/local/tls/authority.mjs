/** A certificate authority for one machine: the hub's certificate and one for each client, in files that only their owner reads. */
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86_400_000;
/** Days that a certificate holds, and how many before its end it is made anew. */
const AUTHORITY = { holds: 1_825, renew: 400 };
const CERTIFICATE = { holds: 90, renew: 30 };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

/**
 * Makes what is missing in `folder` or ends soon; what holds is kept, so a second start changes nothing.
 * @returns the paths: `{ ca, hub: { certificate, key }, clients: { fia: { certificate, key } } }`
 */
export async function ensureCertificates(folder, clients) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const issuer = await authorityIn(folder);
  const hub = await certificateIn(folder, issuer, { name: 'hub', subject: 'CN=localhost', use: SERVER });
  const issued = {};
  for (const client of clients) issued[client] = await certificateIn(folder, issuer, { name: client, subject: `CN=${client}`, use: CLIENT });
  return { ca: join(folder, 'ca.crt'), hub, clients: issued };
}

async function authorityIn(folder) {
  const at = pathsOf(folder, 'ca');
  if (!holds(at, AUTHORITY.renew)) {
    const { X509CertificateGenerator, BasicConstraintsExtension, KeyUsagesExtension, KeyUsageFlags, SubjectKeyIdentifierExtension } = await x509();
    const { pem, keys } = await newKeys();
    const extensions = [
      new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ];
    keep(at, pem, await X509CertificateGenerator.createSelfSigned({
      ...dates(AUTHORITY.holds), keys, name: 'CN=Amanat local authority', serialNumber: serial(), signingAlgorithm: SIGNING, extensions,
    }));
  }
  const certificate = readFileSync(at.certificate, 'utf8');
  const { subject: name, publicKey } = new X509Certificate(certificate);
  return { certificate, name, publicKey: await openKey(publicKey), key: await signingKey(readFileSync(at.key, 'utf8')) };
}

async function certificateIn(folder, issuer, { name, subject, use }) {
  const at = pathsOf(folder, name);
  if (holds(at, CERTIFICATE.renew, issuer)) return at;
  const { AuthorityKeyIdentifierExtension, X509CertificateGenerator, ExtendedKeyUsageExtension, SubjectAlternativeNameExtension } = await x509();
  const { pem, keys } = await newKeys();
  const addresses = [{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }, { type: 'ip', value: '::1' }];
  const extensions = [
    new ExtendedKeyUsageExtension([use]), await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ...(use === SERVER ? [new SubjectAlternativeNameExtension(addresses)] : []),
  ];
  keep(at, pem, await X509CertificateGenerator.create({
    ...dates(CERTIFICATE.holds), subject, issuer: issuer.name, publicKey: keys.publicKey, signingKey: issuer.key, serialNumber: serial(), signingAlgorithm: SIGNING, extensions,
  }));
  return at;
}

const pathsOf = (folder, name) => ({ certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) });

/** Whether it is there for longer than `days` and, where an issuer is given, still of that one. */
function holds({ certificate, key }, days, issuer) {
  if (!existsSync(certificate) || !existsSync(key)) return false;
  const held = new X509Certificate(readFileSync(certificate));
  return Date.parse(held.validTo) - Date.now() > days * DAY && (!issuer || held.verify(new X509Certificate(issuer.certificate).publicKey));
}

/** The key first: a certificate without its key would look as if it held. */
function keep({ certificate, key }, pem, made) {
  for (const [file, text] of [[key, pem], [certificate, `${made.toString('pem')}\n`]]) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

async function newKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { pem, keys: { privateKey: await signingKey(pem), publicKey: await openKey(publicKey) } };
}

const openKey = (key) => webcrypto.subtle.importKey('spki', key.export({ type: 'spki', format: 'der' }), CURVE, true, ['verify']);

const signingKey = (pem) => webcrypto.subtle.importKey('pkcs8', createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }), CURVE, false, ['sign']);

/** A little in the past, for clocks that differ. */
const dates = (days) => ({ notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + days * DAY) });

/** Positive, as RFC 5280 §4.1.2.2 asks. */
const serial = () => `4${randomBytes(9).toString('hex')}0`;

/** Loaded when something is to be made: at the first start the packages come after this file. */
async function x509() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
