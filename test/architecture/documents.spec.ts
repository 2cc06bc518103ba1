import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FILES, ROOT, textOf } from './sources.js';

const PAGES = FILES.filter((path) => path.endsWith('.md'));
const WANTED = ['README.md', 'ARCHITECTURE.md', 'DECISIONS.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE'];

/** `[words](where)` and `![words](where)`, outside of code. */
function linksOf(page: string): string[] {
  const prose = textOf(page).replace(/```[\s\S]*?```/gu, '').replace(/`[^`\n]*`/gu, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link]) => link!);
}

/** As the usual renderers make them of headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.+)$/gmu)].map(([, heading]) => heading!);
  return new Set(headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')));
}

describe('documents', () => {
  it('the house has its pages', () => {
    expect(WANTED.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
  });

  it('every link inside the repository leads somewhere', () => {
    const broken = PAGES.flatMap((page) => linksOf(page).filter((link) => !/^[a-z]+:/u.test(link)).flatMap((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return [`${page}: ${link}`];
      return anchor !== undefined && !anchorsOf(target).has(anchor) ? [`${page}: ${link}, no such heading`] : [];
    }));
    expect(broken).toEqual([]);
  });

  it('every npm script that a page tells to run exists', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const told = PAGES.flatMap((page) => [...textOf(page).matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/gu)].map(([, run, short]) => run ?? short!));
    expect([...new Set(told)].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('every decision that a page or a comment cites stands in DECISIONS.md', () => {
    const decided = anchorsNumbered(textOf('DECISIONS.md'));
    const cited = FILES.filter((path) => /\.(?:md|ts|mjs)$/u.test(path)).flatMap((path) => [...textOf(path).matchAll(/\bD-(\d{3})\b/gu)].map(([id]) => ({ path, id })));
    expect(cited.filter(({ id }) => !decided.has(id))).toEqual([]);
  });

  it('no file names a path of the machine it was written on, or a host to install from', () => {
    const local = new RegExp(['/wo' + 'rk/', '/ho' + 'me/\\w', '/ro' + 'ot/', '/Us' + 'ers/\\w', 'localhost:4' + '873', '_authTok' + 'en'].join('|'), 'u');
    const texts = FILES.filter((path) => /\.(?:md|ts|mjs|js|json|ya?ml|xml|graphql|sh|sql|svg)$|^\.[a-z/]+$/u.test(path));
    expect(texts.filter((path) => local.test(textOf(path)))).toEqual([]);
  });
});

function anchorsNumbered(text: string): Set<string> {
  return new Set([...text.matchAll(/^#+ (D-\d{3})\b/gmu)].map(([, id]) => id!));
}
