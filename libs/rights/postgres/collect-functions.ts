import { ALL_CLASSES, PURPOSES, SEALED_CLASSES, maskOf } from '#libs/contracts';
import { TOLD_OPEN, TOLD_SEALED } from '../model/told.js';

const EVERY_PURPOSE = PURPOSES.reduce((mask, { bit }) => mask | (1 << bit), 0);
const BITS = PURPOSES.map(({ bit }) => 1 << bit).join(',');
const SEALED = maskOf(...SEALED_CLASSES.map(({ code }) => code));
const TOLD = maskOf(...TOLD_OPEN, ...TOLD_SEALED);
export const TOLD_COLUMNS = TOLD_OPEN.map((code) => code.toLowerCase());

/** Records are asked for one by one and by id; what the planner estimates of a rare agency must not turn that round. */
const BY_ID = 'set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set enable_seqscan = off set jit = off';

/**
 * The right of access is the controller's to answer and no client's: an agency looks at all of its own records, and at
 * others' as far as its clients together may see them, one purpose after the other. The rules are asked for each as ever.
 */
const STANDING = `
create or replace function rights.standing_of(p_agency text) returns table (classes int, purposes int, clearance int) language sql stable security definer as $$
  select coalesce(bit_or(e.classes), 0), coalesce(bit_or(e.purposes), 0), coalesce(max(e.clearance), -1)::int from directory.client e where e.agency = p_agency
$$;

create or replace function rights.look_as(c audit.caller, p_purpose int, p_classes int, p_clearance int, p_wanted int) returns void language plpgsql as $$
begin
  c.purpose_bits := p_purpose;
  perform set_config('amanat.purpose', p_purpose::text, true), set_config('amanat.clearance', p_clearance::text, true),
    set_config('amanat.standing', p_classes::text, true), set_config('amanat.classes', (p_classes & disclosure.most_visible(c))::text, true), set_config('amanat.wanted', p_wanted::text, true);
end $$;

-- Of the agency \`p_own\` itself, or of every other than \`p_others\`.
create or replace function rights.seen_of(p_ids uuid[], p_own text, p_others text)
returns table (id uuid, kind text, ${TOLD_COLUMNS.map((column) => `${column} json`).join(', ')}, sealed json) language sql stable as $$
  select s.id, s.kind, ${TOLD_COLUMNS.map((column) => `s.${column}`).join(', ')}, s.sealed from unnest(p_ids) as w (id) cross join lateral (select * from disclosure.seen v where v.id = w.id offset 0) s
  where s.originator = p_own or s.originator <> p_others
$$;
`;

/** The next ids in the agency's audience, the oldest first; only its own rows of the index are read. */
const WALK = `
create or replace function rights.walk(p_agency text, p_after uuid, p_limit int) returns uuid[] language sql stable ${BY_ID} as $$
  select array(select distinct a.record_id from records.audience_scope scope cross join lateral (
      select a.record_id from records.record_audience a
      where a.audience = scope.audience and a.kind = scope.kind and a.purposes = scope.purposes and a.tlp = scope.tlp and a.record_id > p_after
      order by a.record_id limit p_limit) a
    where scope.audience = p_agency order by a.record_id limit p_limit)
$$;
`;

/**
 * What is sealed of the next records: the person is looked for in it, in the memory of one process, and nothing else
 * is kept of it. \`last\`: the last record looked at; null where there was none left.
 */
const SEARCH = `
create or replace function rights.search(p_caller jsonb, p_request uuid, p_after uuid, p_limit int)
returns table (last uuid, walked int, found jsonb) language plpgsql security definer ${BY_ID} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); s record; ids uuid[]; bit int; met jsonb := '[]';
begin
  perform rights.expect_officer(c);
  if not exists (select from rights.request q where q.id = p_request and q.answered_at is null) then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  select * into s from rights.standing_of(c.agency);
  perform rights.look_as(c, ${EVERY_PURPOSE}, ${ALL_CLASSES}, 4, ${SEALED});
  ids := rights.walk(c.agency, p_after, p_limit);
  foreach bit in array array[${BITS}] loop
    perform rights.look_as(c, bit, ${ALL_CLASSES}, 4, ${SEALED});
    met := met || coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'kind', v.kind, 'sealed', v.sealed)) from rights.seen_of(ids, c.agency, null) v where v.sealed is not null), '[]');
    continue when s.purposes & bit = 0;
    perform rights.look_as(c, bit, s.classes, s.clearance, ${SEALED});
    met := met || coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'kind', v.kind, 'sealed', v.sealed)) from rights.seen_of(ids, null, c.agency) v where v.sealed is not null), '[]');
  end loop;
  perform audit.append(c, 'search-for-subject', null, array[p_request], array[0]);
  return query select ids[cardinality(ids)], cardinality(ids), met;
end $$;
`;

/** Where the person was found; a line names these records, with the classes that were opened to find the person. */
const NOTE = `
create or replace function rights.note_found(p_caller jsonb, p_request uuid, p_place uuid, p_through boolean, p_items jsonb) returns void language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); q rights.request := rights.in_hand(c, p_request); ids uuid[]; masks int[];
begin
  with noted as (
    insert into rights.item (request, record, subject, agency, kind, originator, list, ref, matched_by, classes)
    select q.id, r.id, i.subject, c.agency, r.kind, r.originator, i.list, i.ref, i.matched, i.classes
    from jsonb_to_recordset(p_items) as i (record uuid, subject uuid, list text, ref text, matched text[], classes int) join records.record r on r.id = i.record
    on conflict (request, record, subject) do update set matched_by = excluded.matched_by, classes = item.classes | excluded.classes
    returning item.record, item.classes)
  select array_agg(n.record order by n.record), array_agg(n.classes order by n.record) into ids, masks from (select noted.record, bit_or(noted.classes) as classes from noted group by 1) n;
  update rights.request set place = case when not p_through then p_place end, collected_at = case when p_through then greatest(now(), filed_at) else collected_at end where id = q.id;
  perform audit.append(c, 'collect-for-subject', null, p_request || ids, 0 || masks);
end $$;
`;

/** Of the records that the person is in, what a person may be told of at all: other classes never leave PostgreSQL here. */
const HELD = `
create or replace function rights.held(p_caller jsonb, p_request uuid)
returns table (id uuid, kind text, ${TOLD_COLUMNS.map((column) => `${column} json`).join(', ')}, sealed json) language plpgsql security definer ${BY_ID} as $$
#variable_conflict use_column
declare c audit.caller := disclosure.admit(p_caller); s record; ids uuid[]; bit int;
begin
  perform rights.expect_officer(c);
  ids := array(select distinct i.record from rights.item i where i.request = p_request and i.decision in ('give', 'withhold') order by 1);
  select * into s from rights.standing_of(c.agency);
  foreach bit in array array[${BITS}] loop
    perform rights.look_as(c, bit, ${ALL_CLASSES}, 4, ${TOLD});
    return query select v.* from rights.seen_of(ids, c.agency, null) v;
    continue when s.purposes & bit = 0;
    perform rights.look_as(c, bit, s.classes, s.clearance, ${TOLD});
    return query select v.* from rights.seen_of(ids, null, c.agency) v;
  end loop;
end $$;
`;

export const COLLECTING = [STANDING, WALK, SEARCH, NOTE, HELD];
