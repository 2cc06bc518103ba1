import { spawn, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One message as an agency's own client gives it. */
export interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string | null>>;
  /** Null is a tombstone. */
  readonly value: string | null;
}

export interface ReaderLogin {
  readonly brokers: string;
  readonly username: string;
  readonly password: string;
}

/** A client that shares no code with the hub: it reads topics from their beginning to their end with an agency's own login. */
export interface Reader {
  readonly name: string;
  isHere(): boolean;
  read(login: ReaderLogin, topics: readonly string[], folder: string, take: (message: Message) => void): Promise<void>;
}

const HERE = 'test/trial/reading';

const python: Reader = {
  name: 'Python confluent_kafka',
  isHere: () => spawnSync('python3', ['-c', 'import confluent_kafka'], { stdio: 'ignore' }).status === 0,
  read: (login, topics, folder, take) => withSettings(folder, JSON.stringify({ ...login, topics }), (file) =>
    lines('python3', [`${HERE}/read-topics.py`, file], (line) => take(JSON.parse(line) as Message))),
};

const kafkajs: Reader = {
  name: 'kafkajs',
  isHere: () => true,
  read: (login, topics, folder, take) => withSettings(folder, JSON.stringify({ ...login, topics }), (file) =>
    lines(process.execPath, [`${HERE}/read-topics.mjs`, file], (line) => take(JSON.parse(line) as Message))),
};

const kcat: Reader = {
  name: 'kcat',
  isHere: () => spawnSync('kcat', ['-V'], { stdio: 'ignore' }).status === 0,
  read: async (login, topics, folder, take) => {
    const settings = [
      `bootstrap.servers=${login.brokers}`, 'security.protocol=SASL_PLAINTEXT', 'sasl.mechanism=PLAIN',
      `sasl.username=${login.username}`, `sasl.password=${login.password}`,
    ].join('\n');
    await withSettings(folder, settings, async (file) => {
      for (const topic of topics) await lines('kcat', ['-F', file, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-J'], (line) => take(fromKcat(line)));
    });
  },
};

export const READERS: Readonly<Record<string, Reader>> = { kcat, python, kafkajs };

/** The one asked for, or the first that is installed. */
export function readerFor(name: string | undefined): Reader {
  const reader = name === undefined ? Object.values(READERS).find((one) => one.isHere()) : READERS[name];
  if (!reader?.isHere()) throw new Error(`The reader ${name} is not here; there are ${Object.keys(READERS).join(', ')}.`);
  return reader;
}

function fromKcat(line: string): Message {
  const { payload, headers = [], ...rest } = JSON.parse(line) as Omit<Message, 'headers' | 'value'> & { payload: string | null; headers?: string[] };
  const pairs = Array.from({ length: headers.length / 2 }, (_, index) => [headers[2 * index]!, headers[2 * index + 1]!]);
  return { ...rest, headers: Object.fromEntries(pairs) as Record<string, string>, value: payload };
}

/** Passwords lie in a file: a command line can be read by every user of the machine. */
async function withSettings(folder: string, text: string, work: (file: string) => Promise<void>): Promise<void> {
  const file = join(folder, 'reader.settings');
  writeFileSync(file, text, { mode: 0o600 });
  try {
    await work(file);
  } finally {
    rmSync(file, { force: true });
  }
}

/** A client that says nothing for this long, in milliseconds, has failed. */
const SILENCE = 60_000;

function lines(command: string, args: readonly string[], take: (line: string) => void): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const silence = setTimeout(() => child.kill('SIGKILL'), SILENCE);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => { complaint = `${complaint}${String(chunk)}`.slice(-1_000); });
  const read = (async () => { for await (const line of createInterface({ input: child.stdout })) { silence.refresh(); take(line); } })();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return Promise.all([read, ended]).then(([, code]) => {
    clearTimeout(silence);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint}`);
  });
}
