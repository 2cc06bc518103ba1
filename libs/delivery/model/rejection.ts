import type { Issue } from '#libs/kernel';

/** A submission that was refused, as its agency is to be told. */
export interface UnsentRejection {
  readonly agency: string;
  readonly id: string;
  readonly at: Date;
  /** CloudEvents source and id of the refused event. */
  readonly event_id: string;
  readonly issues: readonly Issue[];
}
