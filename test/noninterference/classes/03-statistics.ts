import { expect, it } from '@jest/globals';
import pg from 'pg';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

/** A session of the database as the hub itself has it. */
async function asHub<Row>(stage: Stage, text: string): Promise<Row[]> {
  const session = new pg.Client({ connectionString: stage.hub.ground.databaseUrl, options: '-c role=amanat_hub' });
  await session.connect();
  try {
    return (await session.query(text)).rows as Row[];
  } finally {
    await session.end();
  }
}

/** Ranks are computed over hidden rows, and a planner's statistics hold values out of them. */
export const statistics: Family = {
  number: 3,
  leak: 'Ranking and statistics over hidden rows, the planner\'s too',
  seenIn: 'Elastic\'s documents; PostgreSQL "Planner Statistics and Security"',
  stories(stage) {
    it('a list is in the order of its records\' ids, whatever hidden records hold', async () => {
      for (const status of ['Active', 'Closed', 'Active']) {
        await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['de-bka']), status }));
        await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']), status: 'Closed' }));
      }
      const { data } = await stage.ask('de-bka', '{ cases { edges { node { id status } } } }');
      const ids: string[] = data.cases.edges.map((edge: any) => edge.node.id);
      expect(ids).toEqual([...ids].sort().reverse());
      expect(data.cases.edges.map((edge: any) => edge.node.status)).toEqual(['Active', 'Closed', 'Active']);
    });

    it('the hub\'s own session reads no value out of the planner\'s statistics', async () => {
      await stage.rows('analyze records.record, records.record_facet, records.record_audience');
      const kept = `schemaname in ('records', 'delivery', 'audit', 'alerts')`;
      expect(await stage.rows(`select from pg_stats where ${kept} limit 1`)).toHaveLength(1);
      for (const view of ['pg_stats', 'pg_stats_ext', 'pg_stats_ext_exprs']) expect(await asHub(stage, `select * from ${view} where ${kept}`)).toEqual([]);
      await expect(asHub(stage, 'select * from pg_statistic')).rejects.toMatchObject({ code: '42501' });
    });

    it('nor does a plan tell: the tables are not explained to it, and of a function only that it is called', async () => {
      for (const table of ['records.record', 'records.record_facet', 'delivery.entry', 'audit.ledger']) {
        await expect(asHub(stage, `explain select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
      }
      const [plan] = await asHub<{ 'QUERY PLAN': [{ Plan: object }] }>(stage, `explain (format json) select * from disclosure.by_id('{}', 'case', '{}')`);
      expect(plan!['QUERY PLAN'][0].Plan).toMatchObject({ 'Node Type': 'Function Scan', 'Plan Rows': 1000 });
      expect(JSON.stringify(plan)).not.toContain('records');
    });
  },
};
