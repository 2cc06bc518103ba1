import { CLASSES, PURPOSES, ruleTable, type Connection } from './expected.js';

const SEALED = CLASSES.filter(({ sealed }) => sealed).map(({ bit }) => bit);
const ALL_BITS = PURPOSES.map(({ bit }) => `(${1 << bit})`).join(', ');

/** Questions whose answer must be 0: whatever belongs to a record is there, and nothing is there without its record. Needs `expected_event`. */
const FLAWS: Readonly<Record<string, string>> = {
  'records without the submission they came by': `
    select count(*) from records.record r where not exists (select from records.submission s where s.record_id = r.id and s.version = 1 and s.agency = r.originator)`,
  'submissions without a record': `
    select count(*) from records.submission s where not exists (select from records.record r where r.id = s.record_id and r.version >= s.version)`,
  'records without one ledger line for each version, and lines without a record': `
    select count(*) from records.record r
    full join (select records[1] as id, count(*) as lines from audit.ledger where action in ('submit', 'amend') group by 1) l using (id)
    where r.id is null or l.lines is distinct from r.version`,
  'records whose earlier versions are not all kept': `
    select count(*) from records.record r where r.version - 1 <> (select count(*) from records.history h where h.id = r.id)
      or cardinality(r.changes) <> r.version`,
  'audience rows that are not what the rule table says': `
    select count(*) from (
      select r.id, a.code, p.bits, ${ruleTable('p.bits')} as mask
      from records.record r cross join directory.agency a cross join (values ${ALL_BITS}) as p (bits)) e
    left join lateral (select bit_or(l.classes) as mask, count(*) as rows from records.record_audience l
      where l.record_id = e.id and l.audience = e.code and l.purposes & e.bits <> 0) l on true
    where coalesce(l.mask, 0) <> e.mask or l.rows > 1`,
  'audience rows without a record': `
    select count(*) from records.record_audience a where not exists (select from records.record r where r.id = a.record_id)`,
  'facets that are of no record or of an audience that may not see their class': `
    select count(*) from records.record_facet f where f.purposes is distinct from (select bit_or(a.purposes) from records.record_audience a
      where a.record_id = f.record_id and a.audience = f.audience and a.classes & (1 << f.class) <> 0)`,
  'sealed classes without their slices': `
    select count(*) from records.record r cross join unnest(array[${SEALED.join(', ')}]) as bit
    where (r.digests[bit + 1] <> '') <> exists (select from records.sealed_slice s
      where s.record_id = r.id and s.class = bit and s.version = r.slice_versions[bit + 1])`,
  'deliveries that should be there and are not, or are and should not': `
    select count(*) from expected_event e full join delivery.entry d
      on d.agency = e.agency and d.stream = e.stream and d.record_id = e.record_id and d.version = e.version
    where e.record_id is null or d.record_id is null`,
  'deliveries written twice': `
    select count(*) from (select from delivery.entry group by agency, stream, record_id, version having count(*) > 1) t`,
  'deliveries whose versions are not in order': `
    select count(*) from (select version, lag(version) over (partition by agency, stream, record_id order by xid, seq) as before from delivery.entry) t
    where before > version`,
};

/** @returns each question with the number of rows found wrong */
export async function flawsIn(admin: Connection): Promise<Record<string, number>> {
  await admin.query('create index on expected_event (record_id); analyze expected_event');
  const found: Record<string, number> = {};
  for (const [question, query] of Object.entries(FLAWS)) {
    const { rows } = await admin.query(query);
    found[question] = Number((rows as { count: string }[])[0]!.count);
  }
  return found;
}
