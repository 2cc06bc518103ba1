export { CursorSeal } from './cursor-seal.js';
export { Envelope, type SealedAt } from './envelope.js';
