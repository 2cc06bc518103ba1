/** `npm run test:dataprotection`: article by article, which tests show it, and how they went. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ARTICLES } from './articles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const paths = [...new Set(['test/dataprotection/(led|gdpr)-', ...ARTICLES.flatMap(({ tests }) => tests)])];
const child = spawn(process.execPath, ['test/run.mjs', ...paths, '--reporters=default', '--reporters=./test/dataprotection/articles-reporter.mjs'], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
