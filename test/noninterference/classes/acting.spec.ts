import { authoriseOneChangeAnother } from './11-authorise-one-change-another.js';
import { readingIsNotWriting } from './12-reading-is-not-writing.js';
import { raisingOneself } from './13-raising-oneself.js';
import { labelsAreAndEd } from './17-labels-are-and-ed.js';
import { existence } from './19-existence.js';
import { schemaLeak } from './20-schema-leak.js';
import { omittedSelectors } from './21-omitted-selectors.js';
import { overload } from './23-overload.js';
import { onOneHub } from './stage.js';

onOneHub({}, [authoriseOneChangeAnother, readingIsNotWriting, raisingOneself, labelsAreAndEd, existence, schemaLeak, omittedSelectors, overload]);
