import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Where the processor's time went: seconds by room or package, and by function, most first. */
export interface TimeSpent {
  readonly seconds: number;
  readonly places: readonly (readonly [string, number])[];
  readonly functions: readonly (readonly [string, number])[];
}

/** Self time of all profiles in a folder; waiting does not count. */
export function timeSpent(folder: string): TimeSpent {
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
    samples.forEach((sample, index) => {
      const frame = byId.get(sample)!;
      if (frame.functionName === '(idle)') return;
      const seconds = (timeDeltas[index] ?? 0) / 1e6;
      const place = placeOf(frame.url, frame.functionName);
      add(places, place, seconds);
      add(functions, `${place} ${frame.functionName || '(anonymous)'}:${frame.lineNumber + 1}`, seconds);
    });
  }
  const seconds = [...places.values()].reduce((sum, value) => sum + value, 0);
  return { seconds, places: most(places, 16), functions: most(functions, 24) };
}

function placeOf(url: string, name: string): string {
  if (url === '') return name.startsWith('(') ? name : 'native';
  const [, own] = /\/dist\/((?:libs|apps)\/[^/]+)/u.exec(url) ?? [];
  const [, pack] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(url) ?? [];
  return own ?? pack ?? url.replace(/^node:([^/]+).*/u, 'node:$1');
}

function add(into: Map<string, number>, name: string, seconds: number): void {
  into.set(name, (into.get(name) ?? 0) + seconds);
}

function most(from: Map<string, number>, count: number): [string, number][] {
  return [...from].sort(([, one], [, other]) => other - one).slice(0, count);
}
