export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Only what cannot hide a document: a record in a log line does not compile. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** One JSON line to stderr: `{time, level, event, …fields}`. `debug` is silent unless LOG_LEVEL=debug. */
export function log(level: LogLevel, event: string, fields: LogFields = {}): void {
  if (level === 'debug' && process.env['LOG_LEVEL'] !== 'debug') return;
  const simple = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  const fixed = { time: new Date().toISOString(), level, event };
  process.stderr.write(`${JSON.stringify({ ...fixed, ...Object.fromEntries(simple), ...fixed })}\n`);
}

/**
 * What may be logged of an error: its name, its code, and where it was thrown. Never its message, in
 * which PostgreSQL and others repeat the value that they did not like.
 */
export function faultOf(error: unknown): LogFields {
  if (!(error instanceof Error)) return { fault: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6);
  return {
    fault: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    at: frames.map((line) => line.trim()).join(' < '),
  };
}
