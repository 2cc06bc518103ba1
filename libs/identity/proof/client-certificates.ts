import { hash, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';

/** The certificate whose key the other end of a connection has proved to hold. */
export interface ClientCertificate {
  /** SHA-256 of its DER in base64url: `x5t#S256` of RFC 8705. */
  readonly thumbprint: string;
  /** Its subject as written in it, such as `CN=fia,O=Federal Investigation Agency`. */
  readonly subject: string;
  /** Whether one of the hub's client authorities issued it, and it is in date. */
  readonly trusted: boolean;
  readonly x509: X509Certificate;
}

export interface CertificateSettings {
  /** Who may issue clients' certificates: PEM, one or more. */
  readonly authorities: string;
  /** What a TLS-terminating proxy shows in `Amanat-Proxy-Secret`; null where there is none. */
  readonly proxySecret: string | null;
}

const MOST_REMEMBERED = 2_000;
const LONGEST = 16_384;

/**
 * Reads the client's certificate from the connection, or, of a proxy that proves itself by a secret, from
 * `Client-Cert` (RFC 9440, or PEM escaped for URLs as nginx gives it). From anyone else that header is air.
 */
export class ClientCertificates {
  readonly #bySocket = new WeakMap<object, ClientCertificate | null>();
  readonly #byHeader = new LRUCache<string, ClientCertificate>({ max: MOST_REMEMBERED });
  readonly #authorities: readonly X509Certificate[];
  readonly #secret: Buffer | null;

  constructor({ authorities, proxySecret }: CertificateSettings) {
    this.#authorities = (authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? []).map((pem) => new X509Certificate(pem));
    this.#secret = proxySecret === null ? null : digest(proxySecret);
  }

  readonly of = (request: IncomingMessage): ClientCertificate | null => {
    if (this.#secret && this.#fromProxy(request, this.#secret)) return this.#forwarded(request.headers['client-cert']);
    const { socket } = request;
    const known = this.#bySocket.get(socket);
    if (known !== undefined) return known;
    const shown = shownBy(socket as TLSSocket);
    this.#bySocket.set(socket, shown);
    return shown;
  };

  #fromProxy({ headers }: IncomingMessage, secret: Buffer): boolean {
    const shown = headers['amanat-proxy-secret'];
    return typeof shown === 'string' && timingSafeEqual(digest(shown), secret);
  }

  #forwarded(header: string | string[] | undefined): ClientCertificate | null {
    if (typeof header !== 'string' || header === '' || header.length > LONGEST) return null;
    const known = this.#byHeader.get(header);
    if (known) return inDate(known.x509) ? known : { ...known, trusted: false };
    const x509 = parsed(header);
    if (!x509) return null;
    const read = certificateOf(x509, this.#issued(x509) && inDate(x509));
    this.#byHeader.set(header, read);
    return read;
  }

  /** Asked here again: a proxy that lets any certificate through must not make a stranger a client. */
  #issued(x509: X509Certificate): boolean {
    return this.#authorities.some((authority) => x509.checkIssued(authority) && x509.verify(authority.publicKey));
  }
}

/** The chain was checked by OpenSSL against the client authorities in the handshake. */
function shownBy(socket: TLSSocket): ClientCertificate | null {
  const x509 = socket.encrypted ? socket.getPeerX509Certificate() : undefined;
  return x509 ? certificateOf(x509, socket.authorized) : null;
}

function certificateOf(x509: X509Certificate, trusted: boolean): ClientCertificate {
  return { x509, trusted, thumbprint: hash('sha256', x509.raw, 'base64url'), subject: x509.subject.replaceAll('\n', ',') };
}

function parsed(header: string): X509Certificate | null {
  try {
    const der = /^:([A-Za-z0-9+/=]+):$/u.exec(header.trim());
    return new X509Certificate(der ? Buffer.from(der[1]!, 'base64') : decodeURIComponent(header));
  } catch {
    return null;
  }
}

function inDate({ validFrom, validTo }: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
