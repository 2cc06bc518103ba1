/** The parts of a case that the rules of law read; see `schemas/graphql/case.graphql`. */
export interface CaseDocument {
  readonly victims?: readonly Victim[];
  readonly suspects?: readonly Suspect[];
  readonly offences?: readonly Offence[];
  readonly classifications?: readonly Classification[];
}

export interface Person {
  readonly ref: string;
  readonly identity?: { readonly cnic?: string; readonly identityNumber?: string };
}

export interface Victim extends Person {
  readonly majority?: string;
}

export interface Suspect extends Person {
  readonly sameAsVictim?: string;
  readonly offences?: readonly string[];
}

export interface Offence {
  readonly code: string;
  readonly accused?: readonly string[];
  readonly against?: readonly string[];
}

export interface Classification {
  readonly crime: string;
  readonly statement?: string;
  readonly consent?: string;
  readonly duration?: string;
  readonly border?: string;
  readonly profit?: string;
  readonly acts?: readonly string[];
  readonly means?: readonly string[];
  readonly purposes?: readonly string[];
}
