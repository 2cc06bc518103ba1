import type { Bench } from '../bench.js';
export const growth: Bench = { about: '', run: async () => [] };
