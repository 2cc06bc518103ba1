/** The hub and its packages in one file: nearly all of its start is finding and reading thousands of them. */
import { join } from 'node:path';

/** What packages load only where it is installed, which here it is not; the planner, which is not JavaScript; and the jobs' library, which is wanted long after the start. */
const APART = ['class-transformer', 'class-validator', '@nestjs/microservices', '@nestjs/websockets', '@apollo/subgraph', 'ts-morph', '@graphql-hive/router-query-planner', 'graphile-worker'];

/** Of the hub within `dist`: as compiled, and in one file. */
const COMPILED = 'apps/hub/main.js';
export const BUNDLE = 'apps/hub/bundle.js';

/**
 * Makes of what the compiler made of the hub one file beside it; with its map, traces still name our sources. Names are
 * kept: migrations are ordered by those of their classes, and faults are told by theirs.
 */
export async function bundleHub(root) {
  const { build } = await import('esbuild'); // not yet there when a fresh clone's first start is read
  await build({
    absWorkingDir: root, entryPoints: [join('dist', COMPILED)], outfile: join('dist', BUNDLE),
    bundle: true, platform: 'node', target: 'node20', format: 'esm', external: APART, keepNames: true,
    minifyWhitespace: true, sourcemap: true, sourcesContent: false, logLevel: 'error',
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" }, // for packages in CommonJS
  });
}
