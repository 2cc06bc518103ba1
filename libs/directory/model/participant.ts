import type { PublicKeys } from '#libs/identity';
import type { Right, Role } from '#libs/kernel';

/** What kind of work an agency does; the rule table asks for it. */
export type AgencyType = 'investigation' | 'border' | 'labour' | 'telecom' | 'protection';
/** The data-protection law an agency is under (LED art. 2(3)(b): EU agencies have their own). */
export type Regime = 'PK' | 'EU-LED' | 'EU-AGENCY' | 'IO';

export interface Agency {
  /** Lower case, such as `police-punjab`: part of topic names and group prefixes. */
  readonly code: string;
  readonly name: string;
  /** The name in Urdu, or null. */
  readonly nameUr: string | null;
  readonly type: AgencyType;
  readonly regime: Regime;
  /** ISO 3166-1 alpha-2; null for an international body. */
  readonly country: string | null;
  /** A functional mailbox, never a person's. Not published to other participants. */
  readonly contact: string | null;
}

/** A client of the API: a system that speaks for its agency, and the most it may ever ask for. */
export interface Client {
  readonly id: string;
  /** Null for the hub's operator, who is no participant. */
  readonly agency: string | null;
  readonly roles: readonly Role[];
  /** None when not said: such a client asks the documents registered for its agency. */
  readonly rights?: readonly Right[];
  /** Masks over `schemas/policy/classes.json` and `purposes.json`. */
  readonly classes: number;
  readonly purposes: number;
  /** Highest TLP rank, see `TLP_RANK`. */
  readonly clearance: number;
  readonly legalBases: readonly string[];
  /** Subject of its certificates, when the client authority issues them: `CN=fia,O=FIA`. */
  readonly certificateSubject?: string | null;
  /** Its registered public keys (RFC 7591): of officers' assertions, and of certificates that it signs itself. */
  readonly jwks?: PublicKeys | null;
}

/** A client with the hash of its secret, as the directory keeps it; the secret itself is kept nowhere. */
export interface EnrolledClient extends Client {
  readonly secretHash: string;
}

/** As the directory gives it back. */
export interface KnownClient extends EnrolledClient {
  /** Milliseconds since 1970: a token issued before its secret, certificate or keys last changed is void. */
  readonly keysSince: number;
}

/** A group of agencies that work together for a time; a record may be addressed to it as to an agency. */
export interface TaskForce {
  /** As an agency's code, with `tf-` before it. */
  readonly code: string;
  readonly title: string;
  readonly expiresAt: Date;
}

/** An agency's part in a task force; `until` is null where no end was set. */
export interface Membership {
  readonly taskForce: string;
  readonly agency: string;
  readonly since: Date;
  readonly until: Date | null;
}

/** A document that an agency's clients may ask by its id, as the operator has registered it. */
export interface RegisteredDocument {
  readonly agency: string;
  /** Lower-case hexadecimal SHA-256 of the text. */
  readonly id: string;
  readonly text: string;
  /** The only purpose that it may be asked for; null for any that the client has. */
  readonly purpose: string | null;
}

/** A standing subscription of an agency: what it is sent, why, on which basis and until when. */
export interface Stream {
  readonly agency: string;
  readonly name: string;
  readonly kinds: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly classes: number;
  readonly expiresAt: Date;
}
