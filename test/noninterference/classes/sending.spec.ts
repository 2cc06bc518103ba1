import { copiesInStreams } from './04-copies-in-streams.js';
import { exportCeilings } from './08-export-ceilings.js';
import { correlation } from './10-correlation.js';
import { recall } from './22-recall.js';
import { topics } from './25-topics.js';
import { onOneHub } from './stage.js';

onOneHub({ kafka: true }, [copiesInStreams, exportCeilings, correlation, recall, topics]);
