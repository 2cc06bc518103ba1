import { OPEN_CLASSES, SEALED_CLASSES, maskOf } from '#libs/contracts';
import { STANDING_ERASE_AT, STANDING_RESTRICTED } from './standing-label.js';

export const OPEN_COLUMNS = OPEN_CLASSES.map((entry) => entry.code.toLowerCase());
const SEALED_MASK = maskOf(...SEALED_CLASSES.map((entry) => entry.code));

/** Whether somebody in the record has an erasure date of their own that has passed; a legal hold keeps them for the originator. */
const PERSON_DUE = 'r.subject_due <= now() and not (r.held_until > now() and r.originator = x.agency)';
const masked = (row: string, mask: string) => OPEN_COLUMNS.map((column, place) => `case when ${mask} & ${1 << OPEN_CLASSES[place]!.bit} <> 0 then
      case when ${PERSON_DUE} then records.without_due(${row}.${column}, r.subject_limits) else ${row}.${column} end end as ${column}`).join(',\n    ');

/**
 * The context that `disclosure.admit` has set, and the agency as the rules know it; unset is nothing: no row, no
 * class. As columns of a row, for the rules are set into the query only where what they are asked about is no
 * sub-select (1 µs against 20); and materialized, or it is made anew for every record (3 µs).
 */
const number = (name: string, otherwise: number) => `coalesce(nullif(current_setting('amanat.${name}', true), '')::int, ${otherwise}) as ${name}`;
const CONTEXT = `with x as materialized (
    select g.code as agency, g.type, g.regime,
      ${number('purpose', 0)}, ${number('clearance', -1)}, ${number('standing', 0)}, ${number('classes', 0)}, ${number('wanted', -1)},
      string_to_array(current_setting('amanat.task_forces', true), ',') as task_forces
    from directory.agency g where g.code = current_setting('amanat.agency', true))`;

/** What the record may serve: what it names, and for an agency whose further purpose its originator has agreed to, that one (`transfers`). */
const PURPOSES = 'case when a.further then r.purposes | a.purposes else r.purposes end';

/**
 * The rule table, asked again for a stored row: revocation, restriction, retention, a changed forbid and the
 * leaving of a task force take effect at once. `standing`: what the caller would see with an officer; from it versions are counted, for an
 * agency's count must not depend on who asks.
 */
const STANDING = `lateral (
    select bit_or(a.classes & policy_visible_classes(r.originator, r.regime, r.tlp, records.addressed(r.recipients, x.task_forces, x.agency), r.transfers, ${PURPOSES}, r.categories,
      r.handling, ${STANDING_RESTRICTED}, r.state, ${STANDING_ERASE_AT}, r.referral_consent, r.onward, x.agency, x.type, x.regime, x.purpose, x.clearance, true, now())) & x.standing as standing
    from records.record_audience a
    where a.record_id = r.id and a.audience = x.agency) m`;

/**
 * `mask`: what the caller may see now. `amanat.classes` is less than `amanat.standing` by what is shown to no
 * request of its kind (no officer, immigration control), which is all that standing leaves out: test/policy holds
 * the rules to that. `opened`: what it wants of it.
 */
const OPENED = 'lateral (select m.standing & x.classes as mask, m.standing & x.classes & x.wanted as opened offset 0) o';

/**
 * What was counted when the view of this caller's agency last changed, up to a version: it never sees a
 * version or a date go back, and what was amended before, under another view, counts no more.
 */
const lastView = (upTo: string) => `(select 1) one left join lateral (
      select l.versions, l.after, l.since from records.earlier_view l
      where l.record_id = r.id and l.audience = x.agency and l.purpose = x.purpose and l.clearance = x.clearance and l.after <= ${upTo}
      order by l.after desc limit 1) e on true`;

/** A caller counts the versions it could see. Most records were never amended, nor seen otherwise before: no rows are made of their arrays. */
const PLAIN = 'cardinality(r.changes) = 1 and r.changes[1] < records.viewed_before()';
const visibleVersion = (upTo: string, mask: string) => `case when ${PLAIN} then (r.changes[1] & ${mask} <> 0)::int else (
      select coalesce(e.versions, 0) + (select count(*)::int from unnest(r.changes[coalesce(e.after, 0) + 1:${upTo}]) as change where change & ${mask} <> 0)
      from ${lastView(upTo)}) end`;
const visibleAsOf = (upTo: string, mask: string) => `case when ${PLAIN} then case when r.changes[1] & ${mask} <> 0 then r.changed_at[1] end else (
      select greatest(e.since, (select max(v.at) from unnest(r.changes[coalesce(e.after, 0) + 1:${upTo}], r.changed_at[coalesce(e.after, 0) + 1:${upTo}]) as v (change, at) where v.change & ${mask} <> 0))
      from ${lastView(upTo)}) end`;

/** A superseded version shows no more than the rules show under the label that it had: what was written while hidden is not told later. */
const THEN = `lateral (
    select case when v.newest then m.standing else m.standing & policy_visible_classes(r.originator, r.regime, v.tlp,
      records.addressed(v.recipients, x.task_forces, x.agency), v.transfers, v.purposes, v.categories,
      v.handling, v.restricted, 'active', v.erase_at, v.referral_consent, v.onward, x.agency, x.type, x.regime, x.purpose, x.clearance, true, now()) end as standing offset 0) t`;
const KEPT_LABEL = ['tlp', 'recipients', 'transfers', 'purposes', 'categories', 'handling', 'restricted', 'erase_at', 'referral_consent', 'onward'];
const contentOf = (row: string) => [...KEPT_LABEL, ...OPEN_COLUMNS].map((column) => `${row}.${column}`).join(', ');

/**
 * Records as the caller of the context may see them, and nothing else: rows that the rules hide are not
 * there, slices that the mask hides are null. The reading role may ask these views and no table that
 * holds content; so its own mistakes find nothing to leak. By id only: order through them is slow.
 */
export const VIEWS = `
create view disclosure.seen with (security_barrier) as
  ${CONTEXT}
  select r.id, r.kind, r.originator, o.mask, o.opened,
    ${visibleVersion('r.version', 'm.standing')} as version,
    ${visibleAsOf('r.version', 'm.standing')} as as_of,
    ${masked('r', 'o.opened')},
    case when o.opened & ${SEALED_MASK} <> 0 then (
      select json_agg(json_build_object('class', s.class, 'version', s.version, 'subject', s.subject,
        'ciphertext', encode(s.ciphertext, 'base64'), 'key', s.key_id))
      from records.sealed_slice s
      where s.record_id = r.id and o.opened & (1 << s.class) <> 0 and s.version = r.slice_versions[s.class + 1]
        and (r.subject_due is null or not (${PERSON_DUE}) or not exists (
          select from jsonb_to_recordset(r.subject_limits) as l (subject uuid, "eraseAt" timestamptz) where l.subject = s.subject and l."eraseAt" <= now()))) end as sealed
  from x cross join records.record r cross join ${STANDING} cross join ${OPENED}
  where o.mask <> 0;

-- One row for each version that brought content (a withdrawal brings none), for streams, which announce as if an officer asked;
-- sealed slices do not travel in events.
create view disclosure.seen_version with (security_barrier) as
  ${CONTEXT}
  select r.id, v.version as stored, v.newest, r.originator, r.erase_at, t.standing as mask,
    ${visibleVersion('v.version', 't.standing')} as version,
    ${visibleAsOf('v.version', 't.standing')} as as_of,
    ${masked('v', 't.standing')}
  from x cross join records.record r cross join ${STANDING}
  cross join lateral (
    select r.version, true as newest, ${contentOf('r')}
    union all
    select h.version, false, ${contentOf('h')} from records.history h where h.id = r.id and h.version < r.version) v
  cross join ${THEN}
  where m.standing <> 0;

grant create on schema disclosure to amanat_slices;
alter view disclosure.seen owner to amanat_slices;
alter view disclosure.seen_version owner to amanat_slices;
revoke create on schema disclosure from amanat_slices;
grant select on disclosure.seen, disclosure.seen_version to amanat_view;
`;
