export { countsBy } from './counts.js';
export { alertDocument, caseDocument, envelope, incidentDocument, type Tree } from './documents.js';
export { keyOf, type ClientKey } from './keys.js';
export { commonKeys, enrolled, secretOf } from './template.js';
export { openWorld, refusalOf, type World, type WorldSettings } from './world.js';
