import pg from 'pg';

/** Lines removed in one transaction. */
const AT_ONCE = 20_000;

/** Drops every agency's periods but the last `keep`, as the owner of the database. @returns how many lines went */
export async function dropExpired(ownerUrl: string, keep: number): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ agency: string; period: string }>('select * from audit.expired($1)', [keep]);
    let dropped = 0;
    for (const { agency, period } of rows) {
      await owner.query('select audit.drop_period($1, $2)', [agency, period]);
      dropped += await clear(owner, agency, period);
    }
    return dropped;
  } finally {
    await owner.end();
  }
}

async function clear(owner: pg.Client, agency: string, period: string): Promise<number> {
  for (let all = 0; ; ) {
    const { rows } = await owner.query<{ cleared: number }>('select audit.clear_period($1, $2, $3) as cleared', [agency, period, AT_ONCE]);
    all += rows[0]!.cleared;
    if (rows[0]!.cleared < AT_ONCE) return all;
  }
}
