export type { Finding, WatchedLine } from './model/line.js';
export { observe } from './model/observe.js';
export { RULES, type OddRule } from './model/rules.js';
