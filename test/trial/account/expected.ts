import { readFileSync } from 'node:fs';

interface ClassEntry {
  readonly code: string;
  readonly bit: number;
  readonly sealed: boolean;
}

export const CLASSES = (JSON.parse(readFileSync('schemas/policy/classes.json', 'utf8')) as { classes: ClassEntry[] }).classes;
export const PURPOSES = (JSON.parse(readFileSync('schemas/policy/purposes.json', 'utf8')) as { purposes: { code: string; bit: number }[] }).purposes;

/** What one stream must carry, worked out from the records' labels by the rule table's SQL function: no audience row is asked. */
export interface Expected {
  readonly agency: string;
  readonly stream: string;
  readonly events: number;
  /** By class: events whose recipient may see it, and events that have something of it to show. */
  readonly visible: Readonly<Record<string, number>>;
  readonly shown: Readonly<Record<string, number>>;
}

const OPEN = CLASSES.filter(({ sealed }) => !sealed).map(({ code }) => code.toLowerCase());
const HELD = CLASSES.filter(({ sealed }) => !sealed).map(({ code, bit }) => `case when v.${code.toLowerCase()} is not null then ${1 << bit} else 0 end`).join(' | ');
const SEALED = CLASSES.filter(({ sealed }) => sealed).reduce((mask, { bit }) => mask | (1 << bit), 0);
const PURPOSE_BITS = PURPOSES.map(({ code, bit }) => `('${code}', ${1 << bit})`).join(', ');

/** The rule table, asked for a record `r`, an agency `a`, purposes given as bits and, where not said, the highest clearance. */
export const ruleTable = (bits: string, clearance = '4'): string => `policy_visible_classes(r.originator, r.regime, r.tlp, r.recipients, r.transfers, r.purposes,
  r.categories, r.handling, r.restricted, r.state, r.erase_at, r.referral_consent, r.onward, a.code, a.type, a.regime, ${bits}, ${clearance}, true, now())`;

/**
 * One row for each version of each record that a stream must tell of: a first version that shows anything, or a
 * change of what is shown. A stream is cleared as high as the highest of its agency's clients for its purpose.
 */
const EXPECTED_EVENTS = `
create temporary table expected_event as
select s.agency, s.name as stream, v.id as record_id, v.version, m.mask, ${HELD} as held
from (select id, version, ${OPEN.join(', ')} from records.record union all select id, version, ${OPEN.join(', ')} from records.history) v
join records.record r on r.id = v.id
cross join (
  select s.*, p.bits, (select coalesce(max(c.clearance), -1) from directory.client c where c.agency = s.agency and c.purposes & p.bits <> 0) as clearance
  from directory.stream s join (values ${PURPOSE_BITS}) as p (code, bits) on p.code = s.purpose offset 0) s
join directory.agency a on a.code = s.agency
cross join lateral (select ${ruleTable('s.bits', 's.clearance')} & s.classes as mask) m
where r.kind = any (s.kinds) and s.agency <> r.originator and m.mask <> 0 and (v.version = 1 or r.changes[v.version] & m.mask <> 0)`;

const columns = (prefix: string, condition: (bit: number) => string): string =>
  CLASSES.map(({ code, bit }) => `'${code}', count(*) filter (where ${condition(1 << bit)})`).join(', ').replace(/^/u, `jsonb_build_object(`).concat(`) as ${prefix}`);

const COUNTED = `
select agency, stream, count(*)::int as events,
  ${columns('visible', (bit) => `mask & ${bit} <> 0`)},
  ${columns('shown', (bit) => `mask & (held | ${SEALED}) & ${bit} <> 0`)}
from expected_event group by agency, stream`;

/** One connection of the superuser, who alone sees the tables past row-level security. */
export interface Connection {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** Leaves the temporary table `expected_event` on the connection. */
export async function expectedOf(admin: Connection): Promise<Expected[]> {
  await admin.query('drop table if exists expected_event');
  await admin.query(EXPECTED_EVENTS);
  return (await admin.query(COUNTED)).rows as Expected[];
}
