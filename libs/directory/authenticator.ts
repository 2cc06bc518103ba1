import { isPurpose, purposeMask } from '#libs/contracts';
import { unauthenticated, type TokenVerifier } from '#libs/identity';
import { Refusal, systemIds, type Caller, type Ids } from '#libs/kernel';
import type { Directory } from './directory.js';
import type { EnrolledClient } from './model/participant.js';

/** Headers of a request, or the parameters of a WebSocket's first message, in any letter case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A caller and until when its token lets it ask, in milliseconds since 1970. */
export interface Admission {
  readonly caller: Caller;
  readonly expiresAt: number;
}

/** A directory not confirmed for this long (milliseconds) may have missed a revocation: nobody is let in. */
const STALE = 10_000;
const BEARER = /^bearer +([\w\-.~+/]+=*) *$/i;
/** Printable ASCII without blanks: a file number or a pseudonym, with no room for a sentence about a person. */
const REFERENCE = /^[\x21-\x7e]{1,100}$/;

/**
 * Makes the caller out of a request: the token says which client asks, the directory what it may,
 * and the request itself only why, which is checked against what the directory allows.
 */
export class Authenticator {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly directory: Directory,
    private readonly ids: Ids = systemIds,
  ) {}

  readonly authenticate = async (headers: RequestHeaders): Promise<Caller> => (await this.admit(headers)).caller;

  /**
   * Throws `UNAUTHENTICATED`, `PURPOSE_REQUIRED`, `PURPOSE_NOT_ALLOWED`, `LEGAL_BASIS_REQUIRED`,
   * `LEGAL_BASIS_NOT_ALLOWED`, `FORMAT_INVALID`, or `UNAVAILABLE` when nobody can be let in.
   */
  readonly admit = async (headers: RequestHeaders): Promise<Admission> => {
    const bearer = BEARER.exec(read(headers, 'authorization') ?? '');
    if (!bearer) throw unauthenticated();
    const token = await this.verifier.verify(bearer[1]!);
    if (this.directory.age() > STALE) throw Refusal.because('UNAVAILABLE', '', 'hub', 'the directory cannot be read at the moment');
    const client = this.directory.client(token.client);
    if (!client) throw unauthenticated();
    return { caller: this.#caller(client, headers), expiresAt: token.expiresAt };
  };

  #caller(client: EnrolledClient, headers: RequestHeaders): Caller {
    const agency = client.agency ?? OPERATOR;
    return {
      agency,
      client: client.id,
      officer: reference(headers, 'Amanat-Officer'),
      audiences: client.agency ? this.directory.audiencesOf(client.agency) : [],
      roles: client.roles,
      classes: client.classes,
      clearance: client.clearance,
      purpose: purposeOf(client, headers),
      legalBasis: legalBasisOf(client, headers),
      caseReference: reference(headers, 'Amanat-Case-Reference'),
      operationId: this.ids.next(),
    };
  }
}

/** What `Caller.agency` holds for the hub's operator, who is no participant and no audience. */
export const OPERATOR = 'operator';

function purposeOf(client: EnrolledClient, headers: RequestHeaders): string {
  const purpose = read(headers, 'Amanat-Purpose');
  if (!purpose) throw Refusal.because('PURPOSE_REQUIRED', 'Amanat-Purpose', 'LED art. 4(1)(b)', 'the purpose of the request is missing');
  if (!isPurpose(purpose) || !(client.purposes & purposeMask(purpose))) {
    throw Refusal.because('PURPOSE_NOT_ALLOWED', 'Amanat-Purpose', 'LED art. 4(2)', 'the client may not ask for this purpose');
  }
  return purpose;
}

function legalBasisOf(client: EnrolledClient, headers: RequestHeaders): string {
  const basis = read(headers, 'Amanat-Legal-Basis');
  if (!basis) throw Refusal.because('LEGAL_BASIS_REQUIRED', 'Amanat-Legal-Basis', 'LED art. 8', 'the legal basis of the request is missing');
  if (!client.legalBases.includes(basis)) {
    throw Refusal.because('LEGAL_BASIS_NOT_ALLOWED', 'Amanat-Legal-Basis', 'LED art. 8', 'the client may not ask on this legal basis');
  }
  return basis;
}

function reference(headers: RequestHeaders, name: string): string | null {
  const value = read(headers, name);
  if (!value) return null;
  if (!REFERENCE.test(value)) throw Refusal.because('FORMAT_INVALID', name, 'hub', 'up to 100 printable ASCII characters without blanks');
  return value;
}

/** Node gives headers in lower case; the parameters of a WebSocket come as they were written. */
function read(headers: RequestHeaders, name: string): string | undefined {
  const lower = name.toLowerCase();
  const value = headers[lower] ?? headers[name] ?? headers[Object.keys(headers).find((key) => key.toLowerCase() === lower) ?? ''];
  return typeof value === 'string' ? value.trim() : undefined;
}
