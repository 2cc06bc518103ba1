import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ARTICLES, isOf } from './articles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SIGNS = { passed: '✓', failed: '✗' };

/** Prints what was seen by article: for a lawyer, who does not think in files. */
export default class ArticlesReporter {
  onRunComplete(_contexts, { testResults }) {
    const files = testResults.map(({ testFilePath, testResults: tests, testExecError }) => ({ path: relative(root, testFilePath), tests, broken: testExecError !== undefined }));
    const lines = ARTICLES.flatMap((article) => told(article, files.filter(({ path }) => isOf(article, path))));
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
  }
}

function told({ article, asks }, files) {
  const tests = files.flatMap(({ tests: all }) => all);
  const failed = tests.filter(({ status }) => status === 'failed').length + files.filter(({ broken }) => broken).length;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const result = failed > 0 ? `${failed} FAILED, ${passed} passed` : passed > 0 ? `${passed} passed` : 'NOT SHOWN';
  return ['', `${article}  ${asks}: ${result}`, ...files.flatMap(ofFile)];
}

/** One line for each test of a file of the article's own; the others in one line. */
function ofFile({ path, tests, broken }) {
  if (broken) return [`    ✗ ${path} could not be run`];
  if (!path.startsWith('test/dataprotection/')) return [`    ${tests.every(({ status }) => status !== 'failed') ? '✓' : '✗'} ${path} (${tests.length} tests)`];
  return tests.map(({ status, ancestorTitles, title }) => `    ${SIGNS[status] ?? '-'} ${[...ancestorTitles, title].join(' › ')}`);
}
