import { eventually } from '../../world/hub.js';
import type { HarnessHub } from './harness-hub.js';

/** Until the broker has what the directory says, and the relay has nothing more to send for streams that it may send on. */
export async function allSent({ admin, gauge }: HarnessHub): Promise<void> {
  await eventually(async () => {
    const { rows: [left] } = await admin.query(`select
      (select count(*) from delivery.entry e join (select agency, name from directory.stream union all select distinct c.agency, t.name from directory.client c cross join unnest('{recalls,approvals,protection}'::text[]) as t (name)) s on s.agency = e.agency and s.name = e.stream
       join directory.agency a on a.code = s.agency and not a.suspended
       left join delivery.position p on p.agency = e.agency and p.stream = e.stream where p.agency is null or (e.xid, e.seq) > (p.xid, p.seq))
      + (select count(*) from delivery.rejection where sent_at is null) as count`);
    return Number(left.count) === 0 && await gauge('broker_behind_seconds') === 0;
  }, () => 'the relay did not send everything');
}
