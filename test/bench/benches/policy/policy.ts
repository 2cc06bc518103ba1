import { isDeepStrictEqual } from 'node:util';
import { CLASSES, KINDS, merge, SEALED_CLASSES, split, type Part, type Slice } from '#libs/contracts';
import { visibleClasses, type RecordLabel } from '#libs/policy';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { latencies, type Work } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import type { Bench, Options, Services } from '../bench.js';
import { opened, shown } from './by-hand.js';
import { samplePage, type SamplePage } from './sample-case.js';

const RECORDS = 50;
const FIELDS = 20;
const PAGES = 400;
/** Pages in one turn: a turn must take much longer than the clock's grain. */
const AT_ONCE = 20;
const TARGET = 1.5;
const TYPE = KINDS['case']!.type;
const BIT = new Map(CLASSES.map(({ code, bit }) => [code, 1 << bit]));
const SEALED = new Set(SEALED_CLASSES.map(({ code }) => code));

type Tree = Record<string, unknown>;

/** A page as the hub finds it: by class, as its records are stored. */
interface StoredPage extends Omit<SamplePage, 'records'> {
  readonly records: readonly { readonly label: RecordLabel; readonly parts: readonly Part[] }[];
}

export const policy: Bench = {
  about: 'The decision on 50 records and their 20 fields against the same rules written by hand in plain TypeScript.',
  async run(_services: Services, options: Options): Promise<Figure[]> {
    const pages = Array.from({ length: PAGES }, (_, index) => samplePage(index, RECORDS));
    const stored = pages.map(storedPage);
    const fields = checked(stored, pages);
    say(`measuring decisions on pages of ${RECORDS} records; ${fields} of ${FIELDS} fields are shown on average`);
    const times = await latencies({
      hub: inTurns(stored, byTable), hand: inTurns(pages, byHand), hubDecision: inTurns(stored, maskOnly), handDecision: inTurns(pages, rulesOnly),
    }, { rounds: options.rounds, turns: 200, warmUp: 100 });
    return [
      figureOf('rules and fields written by hand', times.hub, times.hand), figureOf('rules alone written by hand', times.hubDecision, times.handDecision),
    ];
  },
};

function figureOf(yardstick: string, hub: readonly number[], hand: readonly number[]): Figure {
  const perPage = (series: readonly number[]) => rounded((1_000 * median(series)) / AT_ONCE);
  return { bench: 'policy', yardstick, ...compared(hub, hand), of: 'time', target: TARGET, microsecondsPerPage: perPage(hub), yardstickMicroseconds: perPage(hand) };
}

/** As `records` stores a document: one tree for each open class, one for each sealed class and person. */
function storedPage({ records, ...asking }: SamplePage): StoredPage {
  return {
    ...asking,
    records: records.map(({ label, document }) => {
      const { open, sealed } = split(TYPE, document, (code) => SEALED.has(code));
      const parts = [...[...open].map(([code, slice]) => ({ class: code, slice })), ...sealed].map(({ class: code, slice }) => ({ class: code, slice: asRead(slice) }));
      return { label, parts };
    }),
  };
}

/** Slices come out of PostgreSQL as JSON. */
const asRead = (slice: Slice): Slice => JSON.parse(JSON.stringify(slice)) as Slice;

/** The compiled rules give a mask; of the slices that it opens disclosure makes the record. */
function byTable({ audience, request, records }: StoredPage): (Tree | null)[] {
  return records.map(({ label, parts }) => {
    const mask = visibleClasses(label, audience, request);
    return mask === 0 ? null : merge(TYPE, parts.filter(({ class: code }) => (mask & BIT.get(code)!) !== 0));
  });
}

function byHand({ audience, request, records }: SamplePage): (Tree | null)[] {
  return records.map(({ label, document }) => {
    const open = opened(label, audience, request);
    return open === null ? null : shown(document, open);
  });
}

const maskOnly = ({ audience, request, records }: StoredPage) => records.map(({ label }) => visibleClasses(label, audience, request));
const rulesOnly = ({ audience, request, records }: SamplePage) => records.map(({ label }) => opened(label, audience, request));

/** Other pages each turn. What it gives back is added up, so that no compiler finds the work needless. */
function inTurns<Page>(pages: readonly Page[], decide: (page: Page) => readonly unknown[]): Work {
  return async (turn) => {
    let answers = 0;
    for (let place = 0; place < AT_ONCE; place++) answers += decide(pages[(turn * AT_ONCE + place) % pages.length]!).filter((answer) => answer).length;
    return answers;
  };
}

/** Every page must come out the same. @returns fields shown of one visible record, on average */
function checked(stored: readonly StoredPage[], pages: readonly SamplePage[]): number {
  const all: Tree[] = [];
  for (const [place, page] of pages.entries()) {
    const expected = byTable(stored[place]!);
    if (!isDeepStrictEqual(byHand(page), expected)) throw new Error(`page ${place}: the rules written by hand say something else`);
    all.push(...expected.filter((one) => one !== null));
  }
  const whole = all.filter((record) => leaves(record) === FIELDS).length;
  if (whole === 0) throw new Error(`no record shows its ${FIELDS} fields: the sample is not what it says`);
  return rounded(all.reduce((sum, record) => sum + leaves(record), 0) / all.length);
}

function leaves(value: unknown): number {
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.reduce((sum: number, item) => sum + leaves(item), 0) : 1;
  return typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, item) => sum + leaves(item), 0) : 1;
}
