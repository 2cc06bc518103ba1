import { CLASSES } from '../account/expected.js';
import type { Outcome } from '../trial.js';

/** Everything on one line, for whoever compares runs. */
export function jsonOf(outcome: Outcome, reader: string): string {
  const { trial, handedIn, equalities, streams, importSeconds, relaySeconds, behind, kills, processor, sends } = outcome;
  const sum = (of: (share: Outcome['handedIn'][number]) => number) => handedIn.reduce((total, share) => total + of(share), 0);
  const entries = streams.reduce((total, stream) => total + stream.entries, 0);
  const messages = streams.reduce((total, stream) => total + stream.messages, 0);
  const failed = equalities.filter(({ holds }) => !holds).length;
  return JSON.stringify({
    trial, ok: failed === 0, equalities: equalities.length, failed, rows: sum(({ rows }) => rows), accepted: sum(({ accepted }) => accepted),
    duplicates: sum(({ duplicates }) => duplicates), refused: sum(({ refused }) => refused), entries, messages,
    repeated: messages - streams.reduce((total, { events }) => total + events, 0), reader, kills, behind, processor, sends,
    importSeconds, rowsPerSecond: Math.round(sum(({ rows }) => rows) / importSeconds), eventsPerSecond: Math.round(entries / relaySeconds),
    streams: streams.map(({ agency, stream, entries: wanted, messages: read, events, shown }) => ({ agency, stream, entries: wanted, events, repeated: read - events, shown })),
  });
}

export function tableOf(outcome: Outcome): string {
  const { handedIn, streams, equalities, profile } = outcome;
  const wrong = equalities.filter(({ holds }) => !holds);
  const short = (code: string) => code.split('_').map((word) => word.slice(0, 4)).join('.').toLowerCase();
  return [
    grid([['handed in by', 'rows', 'accepted', 'again', 'refused', 's'],
      ...handedIn.map((share) => [share.agency, share.rows, share.accepted, share.duplicates, share.refused, share.seconds.toFixed(1)])]),
    grid([['stream', 'entries', 'events', 'repeated', ...CLASSES.map(({ code }) => short(code))],
      ...streams.filter(({ messages, entries }) => messages + entries > 0).map(({ agency, stream, entries, messages, events, shown }) =>
        [`${agency}/${stream}`, entries, events, messages - events, ...CLASSES.map(({ code }) => shown[code] ?? 0)])]),
    `rows ${outcome.importSeconds.toFixed(1)} s, relay level after ${outcome.relaySeconds.toFixed(1)} s (${outcome.behind} waited when the last row was in)`,
    `processor seconds: hub ${outcome.processor.hub}, PostgreSQL ${outcome.processor.postgres}; the relay sent ${outcome.sends} times`,
    ...(profile ? [`the hub's processor: ${profile.seconds.toFixed(1)} s`, grid(profile.places.map(percent)), grid(profile.functions.map(percent))] : []),
    `${equalities.length - wrong.length} of ${equalities.length} equalities hold`,
    ...wrong.map(({ what, said }) => `FAILED  ${what}: ${said}`),
  ].join('\n\n');

  function percent([name, seconds]: readonly [string, number]): (string | number)[] {
    return [name, seconds.toFixed(1), `${((100 * seconds) / profile!.seconds).toFixed(1)} %`];
  }
}

function grid(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]!) : String(cell).padStart(widths[column]!))).join('  ')).join('\n');
}
