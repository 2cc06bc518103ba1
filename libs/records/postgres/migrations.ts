import { Records1764000000200 } from './migrations/0001-records.js';
import { EarlierViews1764000000210 } from './migrations/0002-earlier-views.js';
import { ViewsInTime1764000000230 } from './migrations/0003-views-in-time.js';
import { SlicesAsText1764000000240 } from './migrations/0004-slices-as-text.js';
import { KeysApart1764000000250 } from './migrations/0005-keys-apart.js';
import { TimeLimits1764000000260 } from './migrations/0006-time-limits.js';
import { KeysNamedBySlices1764000000270 } from './migrations/0007-keys-named-by-slices.js';

/** In the order in which they were written. */
export const RECORD_MIGRATIONS = [
  Records1764000000200,
  EarlierViews1764000000210,
  ViewsInTime1764000000230,
  SlicesAsText1764000000240,
  KeysApart1764000000250,
  TimeLimits1764000000260,
  KeysNamedBySlices1764000000270,
];
