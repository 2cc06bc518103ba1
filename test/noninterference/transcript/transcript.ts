import { normalise, type Met } from './normalised.js';

/** One answer of the hub, to the byte, and the exits it came by. */
export interface Heard {
  readonly asker: string;
  readonly exits: readonly string[];
  readonly question: string;
  bytes: string;
}

/** A question to which the two worlds gave different answers. */
export interface Difference {
  readonly asker: string;
  readonly exits: readonly string[];
  readonly question: string;
  readonly left: string;
  readonly right: string;
}

/** Everything that an observer was told in one world. */
export class Transcript {
  readonly heard: Heard[] = [];
  /** Who asks at the moment. */
  asker = '';
  readonly #met: Met = new Map();

  hear(exits: readonly string[], question: string, bytes: string): void {
    this.expect(exits, question)(bytes);
  }

  /** Keeps the place of a question; several may be on their way at once. */
  expect(exits: readonly string[], question: string): (bytes: string) => void {
    const heard: Heard = { asker: this.asker, exits, question: normalise(question, this.#met), bytes: 'was not answered' };
    this.heard.push(heard);
    return (bytes) => { heard.bytes = normalise(bytes, this.#met); };
  }

  /** Where the hub failed: that is no answer, though it be the same in both worlds. */
  get faults(): readonly Heard[] {
    return this.heard.filter(({ bytes }) => bytes.includes('"code":"INTERNAL"'));
  }

  get exits(): Set<string> {
    return new Set(this.heard.flatMap(({ exits }) => exits));
  }
}

/** Where two transcripts part; each question that was not asked in both is a difference too. */
export function differences(left: Transcript, right: Transcript): Difference[] {
  const places = Math.max(left.heard.length, right.heard.length);
  const found: Difference[] = [];
  for (let place = 0; place < places; place += 1) {
    const [one, other] = [left.heard[place], right.heard[place]];
    if (one?.question === other?.question && one?.bytes === other?.bytes) continue;
    const { asker, exits } = (one ?? other)!;
    const question = one?.question === other?.question ? one!.question : `${one?.question ?? 'nothing'} | ${other?.question ?? 'nothing'}`;
    found.push({ asker, exits, question, left: one?.bytes ?? 'was not asked', right: other?.bytes ?? 'was not asked' });
  }
  return found;
}

/** What parts them, with a little of what stands around it. */
export function toldDifference({ exits, question, left, right }: Difference): string {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const around = (text: string) => `${start > 60 ? '…' : ''}${text.slice(Math.max(0, start - 60), start + 160)}`.replaceAll('\n', ' ');
  return `by ${exits.join(', ')}\n  asked: ${question.slice(0, 400)}\n  left:  ${around(left)}\n  right: ${around(right)}`;
}
