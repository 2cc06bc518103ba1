import { maskOf } from '#libs/contracts';

/** What an agency asks and answers says how records are governed: a client that may not see that class takes no part. */
export const CUSTODY = maskOf('CUSTODY');
