/** Something that an agency is told beside records: ids and codes. */
export interface UnsentLetter {
  readonly agency: string;
  readonly id: string;
  readonly at: Date;
  /** CloudEvents type, such as `approval.asked.v1`. */
  readonly type: string;
  /** Id of what it is about. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}
