export { CursorSeal } from './cursor.js';
export { Envelope, type SealedAt } from './envelope.js';
