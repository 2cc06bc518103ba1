/** The parts of a case that the rules of law read; see `schemas/graphql/case.graphql`. */
export interface CaseDocument {
  readonly victims?: readonly Victim[];
  readonly suspects?: readonly Suspect[];
  readonly witnesses?: readonly Witness[];
  readonly journeys?: readonly Journey[];
  readonly offences?: readonly Offence[];
  readonly classifications?: readonly Classification[];
  readonly assessments?: readonly { readonly statement?: string }[];
}

export interface Person {
  readonly ref: string;
  readonly identity?: Identity;
}

export interface Identity {
  readonly cnic?: string;
  readonly identityNumber?: string;
  readonly fullName?: string;
  readonly birthDate?: string;
  readonly documents?: readonly { readonly type: string; readonly number?: string; readonly issuedBy?: string }[];
}

export interface Victim extends Person {
  readonly majority?: string;
  readonly ageBand?: string;
  readonly ageWhenTrafficked?: number;
  readonly special?: { readonly ground: string; readonly necessity?: readonly string[] };
}

export interface Witness extends Person {
  readonly category?: string;
}

export interface Suspect extends Person {
  readonly sameAsVictim?: string;
  readonly roles?: readonly string[];
  readonly actors?: readonly string[];
  readonly offences?: readonly string[];
}

export interface Journey {
  readonly travellers?: readonly string[];
  readonly illegalEntry?: boolean;
  readonly benefit?: boolean;
}

export interface Offence {
  readonly code: string;
  readonly accused?: readonly string[];
  readonly against?: readonly string[];
}

export interface Classification {
  readonly crime: string;
  /** The law under which it was decided: elements differ. */
  readonly law: string;
  readonly statement?: string;
  readonly consent?: string;
  readonly duration?: string;
  readonly border?: string;
  readonly profit?: string;
  readonly means?: readonly string[];
  readonly purposes?: readonly string[];
}
