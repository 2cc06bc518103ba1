import type { AudienceLabel, RecordLabel, RequestLabel } from './labels.js';

/** One rule of the table, as data and as a condition. */
export interface Rule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** Mask of the classes it opens or shuts. */
  readonly classes: number;
  readonly title: string;
  readonly law: string;
  readonly applies: (record: RecordLabel, audience: AudienceLabel, request: RequestLabel) => boolean;
}
