/** A breach as it stands, for the agency whose it is and for the supervisory authority. Moments are RFC 3339 in UTC. */
export interface Breach {
  readonly id: string;
  readonly agency: string;
  readonly status: 'open' | 'closed';
  readonly openedAt: string;
  readonly awareAt: string;
  /** 72 hours after the agency knew. */
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly nature: readonly string[] | null;
  readonly risk: string | null;
  readonly subjects: number | null;
  readonly subjectCategories: readonly string[] | null;
  readonly consequences: readonly string[] | null;
  readonly measures: readonly string[] | null;
  readonly proposed: readonly string[] | null;
  readonly facts: string | null;
  readonly effects: string | null;
  readonly remedy: string | null;
  readonly contact: string | null;
  readonly records: number;
  readonly kinds: readonly { readonly kind: string; readonly records: number }[];
  readonly notifications: readonly Notification[];
  readonly communication: { readonly decision: string; readonly ground: string | null; readonly at: string | null; readonly decidedAt: string } | null;
  /** What the supervisory authority decided on it (LED art. 31(4)). */
  readonly required: { readonly required: boolean; readonly ground: string | null; readonly at: string } | null;
  readonly closedAt: string | null;
  readonly closingReason: string | null;
  /** Whom the agency has told, and whether they took note; null for whoever is not the agency. */
  readonly told: readonly Told[] | null;
  readonly history: readonly { readonly at: string; readonly act: string; readonly client: string; readonly officer: string | null }[];
}

/** The supervisory authority was notified: by which way, when, and why late. */
export interface Notification {
  readonly number: number;
  readonly channel: string;
  readonly authority: string | null;
  readonly sentAt: string;
  readonly recordedAt: string;
  readonly client: string;
  readonly delay: string | null;
}

export interface Told {
  readonly notice: string;
  readonly agency: string;
  readonly at: string;
  readonly records: number;
  readonly acknowledgedAt: string | null;
}

/** What an agency is told of another's breach: what concerns the records that it holds or is the originator of, in codes. */
export interface Notice {
  readonly id: string;
  /** Who tells: the agency whose breach it is, or the originator of the records. */
  readonly agency: string;
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly nature: readonly string[] | null;
  readonly risk: string | null;
  readonly consequences: readonly string[] | null;
  readonly measures: readonly string[] | null;
  readonly proposed: readonly string[] | null;
  readonly contact: string | null;
  readonly records: readonly string[];
  readonly acknowledgedAt: string | null;
  readonly passedOnAt: string | null;
  /** To whom it was passed on, and whether they took note. */
  readonly told: readonly Told[];
}
