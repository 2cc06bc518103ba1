import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error a plain module, so that the command can be run without a build
import * as plain from './articles.mjs';

interface Article { readonly article: string; readonly asks: string; readonly tests: readonly string[] }
const { ARTICLES, articleOf, isOf } = plain as { ARTICLES: readonly Article[]; articleOf(path: string): string | null; isOf(article: Article, path: string): boolean };

const filed = readdirSync('test/dataprotection').filter((name) => name.endsWith('.spec.ts') && articleOf(name) !== null).map((name) => `test/dataprotection/${name}`);

describe('the list of articles', () => {
  it('has every article that a test is filed under', () => {
    expect(filed.filter((path) => !ARTICLES.some((article) => isOf(article, path)))).toEqual([]);
  });

  it('names a test for every article, and none that is not there', () => {
    expect(ARTICLES.filter((article) => !article.tests.length && !filed.some((path) => isOf(article, path))).map(({ article }) => article)).toEqual([]);
    expect(ARTICLES.flatMap(({ tests }) => tests).filter((path) => !existsSync(path) && !existsSync(`${path}.spec.ts`))).toEqual([]);
  });
});
