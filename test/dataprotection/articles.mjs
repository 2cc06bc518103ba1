import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const { articles } = JSON.parse(readFileSync(new URL('articles.json', import.meta.url), 'utf8'));

/** Every article with what it asks, in the order of their numbers. */
export const ARTICLES = Object.entries(articles).map(([article, { asks, tests }]) => ({ article, asks, tests }));

/** `led-07-overdue.spec.ts` is of "LED 7"; null for a file that bears no article. */
export function articleOf(path) {
  const [, law, number] = /^(led|gdpr)-(\d+)-/u.exec(basename(path)) ?? [];
  return law ? `${law.toUpperCase()} ${Number(number)}` : null;
}

/** Whether the file at this path, from the top of the project, is among the article's tests. LED 2(3) is filed as led-02. */
export function isOf({ article, tests }, path) {
  return articleOf(path) === article.replace(/\(.*/u, '') || tests.some((test) => path === test || path.startsWith(`${test}/`) || path.startsWith(`${test}.`));
}
