export { Intake, type EventAction } from './intake.js';
