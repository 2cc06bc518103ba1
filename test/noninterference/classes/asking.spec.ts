import { filterOracle } from './01-filter-oracle.js';
import { counts } from './02-counts.js';
import { statistics } from './03-statistics.js';
import { catalogue } from './06-catalogue.js';
import { history } from './07-history.js';
import { onOneHub } from './stage.js';

onOneHub({}, [filterOracle, counts, statistics, catalogue, history]);
