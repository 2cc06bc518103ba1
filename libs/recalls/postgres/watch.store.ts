import type { Database, Statement } from '#libs/postgres';

const BEHIND: Statement = { name: 'recalls.behind', text: 'select agency from recalls.behind()' };
const PASS: Statement = { name: 'recalls.pass', text: 'select recalls.pass($1) as lines' };
const WORK: Statement = { name: 'recalls.work', text: 'select recalls.work($1) as done' };

/** Agencies whose ledgers have sealed lines that were not looked at. */
export async function behind(database: Database): Promise<string[]> {
  return (await database.run<{ agency: string }>(BEHIND, [])).map(({ agency }) => agency);
}

/** @returns how many lines were looked at; none where another watch is at work */
export async function pass(database: Database, agency: string): Promise<number> {
  const [row] = await database.run<{ lines: number }>(PASS, [agency]);
  return row!.lines;
}

/** Tells what is due. @returns how much that was */
export async function work(database: Database, limit: number): Promise<number> {
  const [row] = await database.run<{ done: number }>(WORK, [limit]);
  return row!.done;
}
