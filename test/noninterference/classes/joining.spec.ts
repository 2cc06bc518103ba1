import { entities } from './14-entities.js';
import { fragments } from './15-fragments.js';
import { transitiveReads } from './16-transitive-reads.js';
import { confusedDeputy } from './18-confused-deputy.js';
import { sharedCaches } from './24-cached-answers.js';
import { onOneHub } from './stage.js';

onOneHub({ topology: 'split' }, [entities, fragments, transitiveReads, confusedDeputy, sharedCaches]);
