import { OPEN_CLASSES, SEALED_CLASSES, maskOf } from '#libs/contracts';

export const OPEN_COLUMNS = OPEN_CLASSES.map((entry) => entry.code.toLowerCase());
const SEALED_MASK = maskOf(...SEALED_CLASSES.map((entry) => entry.code));
const masked = (row: string, mask: string) =>
  OPEN_CLASSES.map((entry) => `case when ${mask} & ${1 << entry.bit} <> 0 then ${row}.${entry.code.toLowerCase()} end as ${entry.code.toLowerCase()}`).join(',\n    ');

/**
 * The context that `disclosure.admit` has set; unset is nothing: no row, no class. As columns of a row, for
 * the rules are set into the query only where what they are asked about is no sub-select (1 µs against 20).
 */
const number = (name: string, otherwise: number) => `coalesce(nullif(current_setting('amanat.${name}', true), '')::int, ${otherwise}) as ${name}`;
const CONTEXT = `(select coalesce(current_setting('amanat.agency', true), '') as agency,
    ${number('purpose', 0)}, ${number('clearance', -1)}, ${number('standing', 0)}, ${number('classes', 0)}, ${number('wanted', -1)},
    string_to_array(current_setting('amanat.task_forces', true), ',') as task_forces offset 0) x`;

/**
 * The rule table, asked again for a stored row: revocation, restriction, retention, a changed forbid and the
 * leaving of a task force take effect at once. `standing`: what the caller would see with an officer; from it versions are counted, for an
 * agency's count must not depend on who asks.
 */
const STANDING = `lateral (
    select bit_or(a.classes & policy_visible_classes(r.originator, r.regime, r.tlp, records.addressed(r.recipients, x.task_forces, x.agency), r.transfers, r.purposes, r.categories,
      r.handling, r.restricted, r.state, r.erase_at, r.referral_consent, r.onward, g.code, g.type, g.regime, x.purpose, x.clearance, true, now())) & x.standing as standing
    from records.record_audience a join directory.agency g on g.code = a.audience
    where a.record_id = r.id and a.audience = x.agency) m`;

/**
 * `mask`: what the caller may see now. `amanat.classes` is less than `amanat.standing` by what is shown to no
 * request of its kind (no officer, immigration control), which is all that standing leaves out: test/policy holds
 * the rules to that. `opened`: what it wants of it.
 */
const OPENED = 'lateral (select m.standing & x.classes as mask, m.standing & x.classes & x.wanted as opened offset 0) o';

/** What an agency counted under earlier views of the record: it never sees a version or a date go back. */
const earlier = (fact: string) => `(select max(e.${fact}) from records.earlier_view e
      where e.record_id = r.id and e.audience = x.agency and e.purpose = x.purpose)`;

/** A caller counts the versions it could see. Most records were never amended, nor seen otherwise before: no rows are made of their arrays. */
const plain = (changes: string) => `cardinality(${changes}) = 1 and ${changes}[1] < records.viewed_before()`;
const visibleVersion = (changes: string) => `case when ${plain(changes)} then (${changes}[1] & m.standing <> 0)::int
    else (select count(*)::int from unnest(${changes}) as change where change & m.standing <> 0) + coalesce(${earlier('versions')}, 0) end`;
const visibleAsOf = (changes: string, changedAt: string) => `case when not (${plain(changes)})
      then greatest(${earlier('since')}, (select max(v.at) from unnest(${changes}, ${changedAt}) as v (change, at) where v.change & m.standing <> 0))
    when ${changes}[1] & m.standing <> 0 then ${changedAt}[1] end`;

/**
 * Records as the caller of the context may see them, and nothing else: rows that the rules hide are not
 * there, slices that the mask hides are null. The reading role may ask these views and no table that
 * holds content; so its own mistakes find nothing to leak. By id only: order through them is slow.
 */
export const VIEWS = `
create view disclosure.seen with (security_barrier) as
  select r.id, r.kind, r.originator, o.mask, o.opened,
    ${visibleVersion('r.changes')} as version,
    ${visibleAsOf('r.changes', 'r.changed_at')} as as_of,
    ${masked('r', 'o.opened')},
    case when o.opened & ${SEALED_MASK} <> 0 then (
      select json_agg(json_build_object('class', s.class, 'version', s.version, 'subject', s.subject,
        'ciphertext', encode(s.ciphertext, 'base64'), 'key', encode(k.wrapped, 'base64')))
      from records.sealed_slice s join records.subject_key k on k.record_id = s.record_id and k.subject = s.subject and k.class = s.class
      where s.record_id = r.id and o.opened & (1 << s.class) <> 0 and s.version = r.slice_versions[s.class + 1]) end as sealed
  from ${CONTEXT} cross join records.record r cross join ${STANDING} cross join ${OPENED}
  where o.mask <> 0;

-- One row for each version that brought content (a withdrawal brings none), for streams, which announce as if an officer asked;
-- sealed slices do not travel in events.
create view disclosure.seen_version with (security_barrier) as
  select r.id, v.version as stored, v.version = r.version as newest, r.originator, r.erase_at, m.standing as mask,
    ${visibleVersion('(r.changes[:v.version])')} as version,
    ${visibleAsOf('(r.changes[:v.version])', '(r.changed_at[:v.version])')} as as_of,
    ${masked('v', 'm.standing')}
  from ${CONTEXT} cross join records.record r cross join ${STANDING}
  cross join lateral (
    select r.version, ${OPEN_COLUMNS.map((column) => `r.${column}`).join(', ')}
    union all
    select h.version, ${OPEN_COLUMNS.map((column) => `h.${column}`).join(', ')} from records.history h where h.id = r.id and h.version < r.version) v
  where m.standing <> 0;

grant create on schema disclosure to amanat_slices;
alter view disclosure.seen owner to amanat_slices;
alter view disclosure.seen_version owner to amanat_slices;
revoke create on schema disclosure from amanat_slices;
grant select on disclosure.seen, disclosure.seen_version to amanat_view;
`;
