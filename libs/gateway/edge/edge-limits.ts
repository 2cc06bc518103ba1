import { LIMITS, QUESTION_LIMITS, type Limits, type QuestionLimits } from '#libs/subgraphs';

/** Every limit of the public address; the same for every caller. */
export interface EdgeLimits extends Limits, QuestionLimits {
  /** Most that an answer may cost, in the units of `cost/weights.ts`. */
  readonly cost: number;
  /** Milliseconds from a question to its answer. */
  readonly time: number;
  readonly headers: number;
  /** Bytes of all names and values of headers. */
  readonly headerBytes: number;
  /** Open streams of one client in one process, by whatever protocol. */
  readonly streams: number;
  /** Operations under way on one WebSocket. */
  readonly operationsPerSocket: number;
  /** Messages that a WebSocket may send in a second. */
  readonly messagesPerSecond: number;
  /** Milliseconds in which a new WebSocket must say who it is. */
  readonly socketInit: number;
}

export const EDGE_LIMITS: EdgeLimits = {
  ...LIMITS, ...QUESTION_LIMITS, cost: 1_000_000, time: 30_000, headers: 64, headerBytes: 12_288,
  streams: 200, operationsPerSocket: 50, messagesPerSecond: 100, socketInit: 3_000,
};
