// npm run generate            writes everything that follows from schemas/
// npm run generate -- --check writes nothing, fails when a committed file is stale
import { join } from 'node:path';
import { generateAll } from './generate-all.mjs';
import { generatePolicy } from './policy.mjs';
import { readSources, SCHEMAS } from './read.mjs';
import { writeChanged } from './write.mjs';

const check = process.argv.includes('--check');
const { problems, files } = generateAll(readSources());

if (problems.length > 0) {
  console.error(`schemas/ breaks ${problems.length} rule(s):\n${problems.map((p) => `  ${p}`).join('\n')}`);
  process.exit(1);
}
const stale = [...writeChanged(join(SCHEMAS, '..'), files, { check }), ...generatePolicy({ check })];
for (const path of stale) console.log(`${check ? 'stale' : 'wrote'} ${path}`);
if (check && stale.length > 0) {
  console.error('run `npm run generate` and commit the result');
  process.exit(1);
}
if (stale.length === 0) console.log(`${files.length} generated files are fresh`);
