export * from './caller.js';
export * from './clock.js';
export * from './drawn.js';
export * from './html.js';
export * from './ids.js';
export * from './refusal.js';
