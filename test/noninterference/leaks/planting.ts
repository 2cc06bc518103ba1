import type pg from 'pg';
import type { House } from '../../../apps/assembly/house.js';

/** A record on its way out, as a leak may change it. */
export interface View {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly caseId?: string;
  readonly text?: string;
}
type Change = (view: View) => Promise<object>;

/** Puts something else in the place of one method, in this hub alone. */
export function instead<Of extends object, Name extends keyof Of>(of: Of, name: Name, make: (own: Of[Name]) => unknown): void {
  const own = (of[name] as (...given: never[]) => unknown).bind(of) as Of[Name];
  Object.assign(of, { [name]: make(own) });
}

/** Changes every record that leaves by id or in a list. */
export function everyView({ disclosure }: House, change: Change): void {
  instead(disclosure, 'byIds', (own) => async (...given: Parameters<typeof own>) =>
    Promise.all((await own(...given)).map(async (view) => (view ? { ...view, ...await change(view as unknown as View) } : null))));
  instead(disclosure, 'page', (own) => async (...given: Parameters<typeof own>) => {
    const page = await own(...given);
    return { ...page, records: await Promise.all(page.records.map(async (view) => ({ ...view, ...await change(view as unknown as View) }))) };
  });
}

/** One value out of the tables, past row-level security: what the product has no way to do. */
export async function stored<Value>(admin: pg.Pool, text: string, ...values: readonly unknown[]): Promise<Value | undefined> {
  const { rows: [row] } = await admin.query({ text, values: [...values], rowMode: 'array' });
  return (row as unknown as [Value] | undefined)?.[0];
}

/** Lays a function of the hub again with passages of its text replaced, and past row-level security. @throws Error where the text has no such passage */
export async function rewritten(admin: pg.Pool, name: string, ...passages: readonly (readonly [passage: string, by: string])[]): Promise<void> {
  let text = (await stored<string>(admin, 'select pg_get_functiondef(to_regproc($1))', name)) ?? '';
  for (const [passage, by] of passages) {
    if (!text.includes(passage)) throw new Error(`${name} has no such passage: the leak has to be planted anew`);
    text = text.replace(passage, by);
  }
  await admin.query(text);
  await admin.query(`alter function ${name} owner to current_user`);
}
