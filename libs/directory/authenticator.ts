import { isPurpose, purposeMask } from '#libs/contracts';
import { PSEUDONYM, unauthenticated, type BoundTokens, type Presented, type VerifiedToken } from '#libs/identity';
import { Refusal, systemIds, type Caller, type Ids } from '#libs/kernel';
import type { Directory } from './directory.js';
import type { KnownClient } from './model/participant.js';

/** Headers of a request, or the parameters of a WebSocket's first message, in any letter case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The request as the client addressed it, and the certificate of its connection. */
export type RequestPlace = Pick<Presented, 'method' | 'url' | 'certificate'>;

interface Admission {
  readonly token: VerifiedToken;
  readonly headers: RequestHeaders;
}

/** A directory not confirmed for this long (milliseconds) may have missed a revocation: nobody is let in. */
const STALE = 10_000;

/**
 * Makes the caller out of a request: the token says which client asks, and which officer, the directory
 * what the client may, and the request itself only why, which is checked against what the directory allows.
 */
export class Authenticator {
  readonly #admissions = new WeakMap<Caller, Admission>();

  constructor(
    private readonly tokens: BoundTokens,
    private readonly directory: Directory,
    private readonly ids: Ids = systemIds,
  ) {}

  /**
   * Throws `UNAUTHENTICATED`, `PURPOSE_REQUIRED`, `PURPOSE_NOT_ALLOWED`, `LEGAL_BASIS_REQUIRED`,
   * `LEGAL_BASIS_NOT_ALLOWED`, `CASE_REFERENCE_REQUIRED`, `FORMAT_INVALID`, or `UNAVAILABLE` when nobody can be let in.
   */
  readonly authenticate = async (headers: RequestHeaders, place: RequestPlace): Promise<Caller> => {
    const token = await this.tokens.verify({ ...place, authorization: read(headers, 'authorization'), proof: read(headers, 'dpop') });
    return this.#admit({ token, headers });
  };

  /**
   * The same caller as of now, for what goes on after the request: a proof is good once, so an open
   * stream is asked for none again. Throws as `authenticate`.
   */
  readonly again = async (caller: Caller): Promise<Caller> => {
    const admission = this.#admissions.get(caller);
    if (!admission || !this.tokens.alive(admission.token)) throw unauthenticated();
    return this.#admit(admission);
  };

  #admit(admission: Admission): Caller {
    const { token, headers } = admission;
    if (this.directory.age() > STALE) throw Refusal.because('UNAVAILABLE', '', 'hub', 'the directory cannot be read at the moment');
    const client = this.directory.client(token.client);
    if (!client || token.issuedAt < client.keysSince) throw unauthenticated();
    const caller = this.#caller(client, token, headers);
    this.#admissions.set(caller, admission);
    return caller;
  }

  #caller(client: KnownClient, { officer }: VerifiedToken, headers: RequestHeaders): Caller {
    const agency = client.agency ?? OPERATOR;
    return {
      agency,
      client: client.id,
      officer,
      audiences: client.agency ? this.directory.audiencesOf(client.agency) : [],
      roles: client.roles,
      rights: client.rights ?? [],
      classes: client.classes,
      clearance: client.clearance,
      purpose: purposeOf(client, headers),
      legalBasis: legalBasisOf(client, headers),
      caseReference: caseReferenceOf(headers),
      operationId: this.ids.next(),
    };
  }
}

/** What `Caller.agency` holds for the hub's operator, who is no participant and no audience. */
export const OPERATOR = 'operator';

function purposeOf(client: KnownClient, headers: RequestHeaders): string {
  const purpose = read(headers, 'Amanat-Purpose');
  if (!purpose) throw Refusal.because('PURPOSE_REQUIRED', 'Amanat-Purpose', 'LED art. 4(1)(b)', 'the purpose of the request is missing');
  if (!isPurpose(purpose) || !(client.purposes & purposeMask(purpose))) {
    throw Refusal.because('PURPOSE_NOT_ALLOWED', 'Amanat-Purpose', 'LED art. 4(2)', 'the client may not ask for this purpose');
  }
  return purpose;
}

function legalBasisOf(client: KnownClient, headers: RequestHeaders): string {
  const basis = read(headers, 'Amanat-Legal-Basis');
  if (!basis) throw Refusal.because('LEGAL_BASIS_REQUIRED', 'Amanat-Legal-Basis', 'LED art. 8', 'the legal basis of the request is missing');
  if (!client.legalBases.includes(basis)) {
    throw Refusal.because('LEGAL_BASIS_NOT_ALLOWED', 'Amanat-Legal-Basis', 'LED art. 8', 'the client may not ask on this legal basis');
  }
  return basis;
}

/** Every request says for which case it is made; a machine that works for many at once names its task (LED art. 25(2), D-044). */
function caseReferenceOf(headers: RequestHeaders): string {
  const value = read(headers, 'Amanat-Case-Reference');
  if (!value) throw Refusal.because('CASE_REFERENCE_REQUIRED', 'Amanat-Case-Reference', 'LED art. 25(2)', 'the case for which the request is made is missing');
  if (!PSEUDONYM.test(value)) throw Refusal.because('FORMAT_INVALID', 'Amanat-Case-Reference', 'hub', 'up to 100 printable ASCII characters without blanks');
  return value;
}

/** Node gives headers in lower case; the parameters of a WebSocket come as they were written. */
function read(headers: RequestHeaders, name: string): string | undefined {
  const lower = name.toLowerCase();
  const value = headers[lower] ?? headers[name] ?? headers[Object.keys(headers).find((key) => key.toLowerCase() === lower) ?? ''];
  return typeof value === 'string' ? value.trim() : undefined;
}
