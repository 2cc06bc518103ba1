export { environment, readEnvironment, settingsHelp, type Environment } from './environment.js';
export { Health, type Finding, type Probe } from './health.js';
export { faultOf, log, type LogFields, type LogLevel } from './log.js';
export { Metrics } from './metrics.js';
export { Recurring } from './recurring.js';
export { Shutdown } from './shutdown.js';
