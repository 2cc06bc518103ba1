/** Records of one breach: whoever has more opens another. */
const MOST = 50_000;

/** Lines that show who sees what, and nothing that the record says (D-092). */
const NOTHING_SHOWN = ['explain'];

/** Lines of one ledger come about in the order of their numbers: a line that is older by so much has no younger one before it. */
const OUT_OF_ORDER = `interval '1 hour'`;

/**
 * Which records of an agency's are affected: those that it names, those that somebody of its own was shown in a time, by its own
 * ledger, and those that it holds, or that another holds of its own. Nothing that the agency was never given is found here.
 */
const WORKED_OUT = `
create or replace function breaches.looked_up(p_agency text, p_look_ups jsonb) returns uuid[] language plpgsql stable as $$
declare begun timestamptz := p_look_ups ->> 'from'; ended timestamptz := p_look_ups ->> 'to'; before bigint;
begin
  -- Backwards from the newest to the first that is older, and no further: there is no index by time.
  select n.seq into before from audit.ledger n where n.agency = p_agency and n.at < begun - ${OUT_OF_ORDER} order by n.seq desc limit 1;
  return array(select distinct g.id from audit.ledger n cross join unnest(n.records, n.masks) as g (id, mask)
    where n.agency = p_agency and n.seq > coalesce(before, 0) and n.at between begun and ended and n.action <> all ('{${NOTHING_SHOWN.join(',')}}')
      and n.client = coalesce(p_look_ups ->> 'client', n.client) and (p_look_ups ->> 'officer' is null or n.officer = p_look_ups ->> 'officer') and g.mask <> 0 limit ${MOST + 1});
end $$;

create or replace function breaches.held(p_agency text, p_holder text) returns uuid[] language plpgsql stable as $$
begin
  if not exists (select from directory.agency a where a.code = p_holder) then raise exception 'AGENCY_UNKNOWN' using errcode = 'AM001'; end if;
  if p_holder = p_agency then
    return array(select r.id from records.record r where r.originator = p_agency
      union select k.record_id from recalls.copy k where k.agency = p_agency and k.let_go_at is null limit ${MOST + 1});
  end if;
  return array(select k.record_id from recalls.copy k join records.record r on r.id = k.record_id
    where r.originator = p_agency and k.agency = p_holder and k.let_go_at is null limit ${MOST + 1});
end $$;
`;

/** Called by the functions of the acts, in their transaction. What is affected already stays; the job tells whoever has to know. */
const AFFECT = `
create or replace function breaches.affect(p_agency text, p_breach uuid, p_scope jsonb) returns void language plpgsql security definer as $$
declare named uuid[] := array(select n.id::uuid from jsonb_array_elements_text(p_scope -> 'records') as n (id)); found uuid[] := named;
begin
  if exists (select from unnest(named) as n (id) where not exists (select from records.record r where r.id = n.id
    and (r.originator = p_agency or exists (select from recalls.copy k where k.record_id = n.id and k.agency = p_agency)))) then
    raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001';
  end if;
  if jsonb_typeof(p_scope -> 'lookUps') = 'object' then found := found || breaches.looked_up(p_agency, p_scope -> 'lookUps'); end if;
  if p_scope ->> 'holdingsOf' is not null then found := found || breaches.held(p_agency, p_scope ->> 'holdingsOf'); end if;
  if cardinality(found) = 0 then return; end if;
  insert into breaches.affected (breach, record_id, agency, kind, originator)
  select p_breach, r.id, p_agency, r.kind, r.originator from records.record r where r.id = any (found) on conflict do nothing;
  if (select count(*) from breaches.affected a where a.breach = p_breach) > ${MOST} then raise exception 'TOO_MANY' using errcode = 'AM001'; end if;
  perform jobs.put('breaches.tell', p_breach, now());
end $$;
`;

export const SCOPE = [WORKED_OUT, AFFECT];
