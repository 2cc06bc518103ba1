import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Bench, Options, Services } from './benches/bench.js';
import type { Figure } from './measure/figure.js';
import { picture } from './measure/picture.js';
import { figuresIn, keep } from './measure/results.js';
import { say } from './measure/say.js';

/** Where `all` keeps what was measured, and what it draws of it. */
export const RESULTS = '.amanat/bench/results.jsonl';
export const PICTURE = 'docs/bench.svg';

/**
 * Runs one bench after another and keeps the figures of each when it ends: a run that was ended goes on
 * with `resume`. A bench that breaks does not hold the others.
 */
export async function all(
  benches: Readonly<Record<string, Bench>>, services: Services, options: Options & { readonly resume: boolean },
): Promise<{ figures: Figure[]; broken: string[] }> {
  if (!options.resume) rmSync(RESULTS, { force: true });
  const done = new Set(kept().map(({ bench }) => bench));
  const broken: string[] = [];
  for (const [place, [name, bench]] of Object.entries(benches).entries()) {
    const which = `${name} (${place + 1} of ${Object.keys(benches).length})`;
    if (done.has(name)) {
      say(`${which} is there from before`);
      continue;
    }
    say(`${which} begins`);
    try {
      keep(RESULTS, (await bench.run(services, options)).map((figure) => ({ ...figure, bench: name })));
    } catch (error) {
      say(`${which}: ${(error as Error).stack}`);
      broken.push(name);
    }
  }
  const figures = kept();
  writeFileSync(PICTURE, picture(figures));
  say(`${PICTURE} is drawn; the figures are in ${RESULTS}`);
  return { figures, broken };
}

const kept = () => (existsSync(RESULTS) ? figuresIn(RESULTS) : []);
