import { isDeepStrictEqual } from 'node:util';
import { byClass, KINDS, merge, SEALED_CLASSES, split, type ByClass } from '#libs/contracts';
import { visibleClasses, type RecordLabel } from '#libs/policy';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { latencies, preparedLatencies, type Prepared, type Work } from '../../measure/rounds.js';
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
const SEALED = new Set(SEALED_CLASSES.map(({ code }) => code));

type Tree = Record<string, unknown>;

/** A page as the hub finds it: by class, as its records are stored. */
interface StoredPage extends Omit<SamplePage, 'records'> {
  readonly records: readonly { readonly label: RecordLabel; readonly slices: ByClass }[];
}

export const policy: Bench = {
  about: 'The decision on 50 records and their 20 fields against the same rules written by hand in plain TypeScript.',
  async run(_services: Services, options: Options): Promise<Figure[]> {
    const pages = Array.from({ length: PAGES }, (_, index) => asRead(samplePage(index, RECORDS)));
    const stored = pages.map(storedPage);
    const fields = checked(stored, pages);
    say(`measuring decisions on pages of ${RECORDS} records; ${fields} of ${FIELDS} fields are shown on average`);
    const plan = { rounds: options.rounds, turns: 100, warmUp: 50 };
    const fresh = await preparedLatencies({ hub: freshly(stored, byTable), hand: freshly(pages, byHand) }, plan);
    const lain = await latencies({ hub: inTurns(stored, byTable), hand: inTurns(pages, byHand) }, plan);
    const rules = await latencies({ hub: inTurns(stored, maskOnly), hand: inTurns(pages, rulesOnly) }, plan);
    return [
      figureOf('rules and fields written by hand', fresh), figureOf('the same, of 20,000 records that lie in memory', lain),
      figureOf('rules alone written by hand', rules),
    ];
  },
};

function figureOf(yardstick: string, { hub, hand }: Record<'hub' | 'hand', readonly number[]>): Figure {
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
      return { label, slices: byClass(parts) };
    }),
  };
}

/** What is decided on comes out of PostgreSQL as JSON. */
const asRead = <Read>(value: Read): Read => JSON.parse(JSON.stringify(value)) as Read;

/** The compiled rules give a mask; of the slices that it opens disclosure makes the record. */
function byTable({ audience, request, records }: StoredPage): (Tree | null)[] {
  return records.map(({ label, slices }) => {
    const mask = visibleClasses(label, audience, request);
    return mask === 0 ? null : merge(TYPE, slices, mask);
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

/**
 * Other pages each turn, parsed right before they are decided on, as a hub's are: records that lay in memory for
 * long would measure the way to that memory. For both sides alike; the parsing is not measured.
 */
function freshly<Page>(pages: readonly Page[], decide: (page: Page) => readonly unknown[]): Prepared {
  const written = pages.map((page) => JSON.stringify(page));
  return (turn) => {
    const taken = Array.from({ length: AT_ONCE }, (_, place) => JSON.parse(written[(turn * AT_ONCE + place) % written.length]!) as Page);
    return () => decided(taken, decide);
  };
}

function inTurns<Page>(pages: readonly Page[], decide: (page: Page) => readonly unknown[]): Work {
  return (turn) => decided(Array.from({ length: AT_ONCE }, (_, place) => pages[(turn * AT_ONCE + place) % pages.length]!), decide);
}

/** What it gives back is added up, so that no compiler finds the work needless. */
async function decided<Page>(pages: readonly Page[], decide: (page: Page) => readonly unknown[]): Promise<number> {
  let answers = 0;
  for (const page of pages) answers += decide(page).filter((answer) => answer).length;
  return answers;
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
