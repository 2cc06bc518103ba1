import type { HandedIn } from '../hand-in.js';
import type { Observed } from '../reading/observed.js';
import { CLASSES, type Expected } from './expected.js';

/** One thing that must be so; `said` tells what was found when it is not. */
export interface Equality {
  readonly what: string;
  readonly holds: boolean;
  readonly said: string;
}

/** All of these must be one number. */
export function equal(what: string, numbers: Readonly<Record<string, number>>): Equality {
  const said = Object.entries(numbers).map(([name, number]) => `${name} ${number}`).join(' = ');
  return { what, holds: new Set(Object.values(numbers)).size === 1, said };
}

/** Every row that was handed in is a record or a refusal, and nothing else is a record. */
export function rowsIn(share: HandedIn, asked: number, records: number): Equality[] {
  const { agency, rows, accepted, duplicates, refused, refusedLines } = share;
  return [
    equal(`${agency}: every row has its outcome`, { asked, rows, outcomes: accepted + duplicates + refused }),
    equal(`${agency}: rows in are records and refusals`, { rows, 'records + refusals': records + refused }),
    equal(`${agency}: every refusal is written down`, { refused, lines: refusedLines }),
  ];
}

/** What the ledger of recipients holds, what lies on the topic, and what an independent client read there. */
export function delivered(stream: string, entries: ReadonlySet<string>, end: number, seen: Observed): Equality[] {
  const strange = [...seen.ids].filter((id) => !entries.has(id)).length;
  const missing = [...entries].filter((id) => !seen.ids.has(id)).length;
  const behind = [...seen.last.values()].filter(({ latest, kept }) => latest !== kept).length;
  return [
    equal(`${stream}: entries are the events read`, { entries: entries.size, events: seen.ids.size }),
    equal(`${stream}: no event is lost and none is strange`, { none: 0, missing, strange }),
    equal(`${stream}: the client read all that lies on the topic`, { 'on the topic': end, read: seen.messages }),
    equal(`${stream}: versions came in order, the latest last`, { none: 0, 'out of order': seen.outOfOrder, 'latest not last': behind }),
    equal(`${stream}: headers and data say the same`, { none: 0, inconsistent: seen.inconsistent }),
  ];
}

/** Class by class what the rule table allows, no more and no less. */
export function classes(stream: string, expected: Expected, seen: Observed): Equality[] {
  return CLASSES.map(({ code, sealed }) => {
    const shown = seen.shown.get(code) ?? 0;
    const withheld = seen.withheld.get(code) ?? 0;
    const [visible, toShow] = [expected.visible[code] ?? 0, expected.shown[code] ?? 0];
    return {
      what: `${stream}: ${code} is ${sealed ? 'named' : 'carried'} where the rules allow it`,
      holds: shown === toShow && withheld === expected.events - visible,
      said: `${sealed ? 'named' : 'carried'} ${shown} of ${toShow}, withheld ${withheld} of ${expected.events - visible}`,
    };
  });
}
