import { MATTER } from './act-functions.js';

/** That of the watch over copies: what it learns of them and who is told here must not pass each other by. */
const COPIES_LOCK = 7_261_007;

/** Records that one notice names: an event of more would be no event any more. */
const AT_ONCE = 200;

/** What LED art. 30(3) has told to another controller, in codes; whose words there are stay with the authority. */
const TOLD = ['from', 'to', 'nature', 'risk', 'consequences', 'measures', 'proposed'];

const STREAM = `'{protection}'`;

const SAID = `
create or replace function breaches.moment(p_at timestamptz) returns text language sql immutable as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Who passes on what it was told is the one to ask about it.
create or replace function breaches.said(p_account jsonb, p_teller text, p_own boolean) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object(${TOLD.map((name) => `'${name}', p_account -> '${name}'`).join(', ')},
    'contact', coalesce(case when p_own then p_account ->> 'contact' end, (select a.contact from directory.agency a where a.code = p_teller))))
$$;

create or replace function breaches.event_of(n breaches.notice) returns jsonb language sql stable as $$
  select (n.said - 'contact') || jsonb_build_object('notice', n.id, 'agency', n.teller, 'at', breaches.moment(n.at),
    'records', (select jsonb_agg(w.record_id order by w.record_id) from breaches.noticed w where w.notice = n.id))
$$;
`;

/**
 * Who has to know, and of which records (LED art. 30(6)). Of its own records the agency tells whoever the ledger says holds
 * a copy and may still know of the record; of others' records their originator alone. Who else holds these is not its to
 * know: their originator passes it on, to holders that it knows of in the same way.
 */
const DUE = `
create or replace function breaches.due(b breaches.breach) returns table (teller text, via uuid, agency text, record_id uuid, tlp smallint, own boolean) language sql stable as $$
  with tellers as (
    select b.agency as teller, null::uuid as via, a.record_id from breaches.affected a where a.breach = b.id and a.originator = b.agency
    union all
    select n.agency, n.id, w.record_id from breaches.notice n join breaches.noticed w on w.notice = n.id where n.breach = b.id and n.passed_on_at is not null and w.own),
  knowing as (
    select t.teller, t.via, k.agency, t.record_id, false as own from tellers t join recalls.copy k on k.record_id = t.record_id
    where k.let_go_at is null and k.agency not in (t.teller, b.agency)
      and exists (select from records.record_audience a where a.record_id = t.record_id and a.audience = k.agency and a.erase_at > now())
    union all
    select b.agency, null, a.originator, a.record_id, true from breaches.affected a where a.breach = b.id and a.originator <> b.agency)
  select k.teller, k.via, k.agency, k.record_id, r.tlp, k.own from knowing k join records.record r on r.id = k.record_id
  where not exists (select from breaches.noticed w where w.breach = b.id and w.teller = k.teller and w.agency = k.agency and w.record_id = k.record_id)
$$;
`;

/** A job: whatever is due is told, and once, also of a breach that was closed before it came. What is told again changes nothing; what came to be known since is told to whoever was told before. */
const TELL = `
create or replace function breaches.tell(p_breach uuid) returns void language plpgsql security definer as $$
declare b breaches.breach; d record; n breaches.notice;
begin
  perform pg_advisory_xact_lock(${COPIES_LOCK});
  select * into b from breaches.breach where id = p_breach for update;
  if b.id is null then return; end if;
  for d in
    select k.teller, k.via, k.agency, array_agg(k.record_id order by k.record_id) as ids, array_agg(k.tlp order by k.record_id) as tlps, array_agg(k.own order by k.record_id) as owns
    from (select q.*, (row_number() over (partition by q.teller, q.via, q.agency order by q.record_id) - 1) / ${AT_ONCE} as batch from breaches.due(b) q) k
    group by k.teller, k.via, k.agency, k.batch order by k.teller, k.agency, k.batch
  loop
    insert into breaches.notice (id, breach, via, teller, agency, phase, said)
    values (delivery.named_id(concat_ws('/', b.id, d.teller, d.agency, d.ids[1])), b.id, d.via, d.teller, d.agency, b.phase, breaches.said(b.account, d.teller, d.via is null)) returning * into n;
    insert into breaches.noticed (breach, teller, agency, record_id, notice, tlp, own)
    select b.id, d.teller, d.agency, g.id, n.id, g.tlp, g.own from unnest(d.ids, d.tlps, d.owns) as g (id, tlp, own);
    perform delivery.append_notice(n.agency, ${STREAM}, 'breach.notified.v1', 'breach', n.id, n.id::text, breaches.event_of(n));
  end loop;
  for n in select * from breaches.notice q where q.breach = b.id and q.phase < b.phase order by q.agency, q.id loop
    update breaches.notice set phase = b.phase, said = breaches.said(b.account, n.teller, n.via is null) where id = n.id and said <> breaches.said(b.account, n.teller, n.via is null) returning * into n;
    if found then perform delivery.append_notice(n.agency, ${STREAM}, 'breach.supplemented.v1', 'breach', n.id, concat_ws('/', n.id, b.phase), breaches.event_of(n)); end if;
  end loop;
end $$;
`;

/**
 * Beside what other rooms do: who is given a copy while a breach of its record is open is told of it too, and what is due or
 * overdue, and what the authority requires, is told where the data-protection officer looks.
 */
const FOLLOWED = `
create or replace function breaches.copied() returns trigger language plpgsql security definer as $$
declare affected uuid;
begin
  for affected in select a.breach from breaches.affected a join breaches.breach b on b.id = a.breach and b.closed_at is null where a.record_id = new.record_id loop
    perform jobs.put('breaches.tell', affected, now());
  end loop;
  return null;
end $$;

create or replace function breaches.came_due() returns trigger language plpgsql security definer as $$
declare came text := case when new.overdue_at is distinct from old.overdue_at then 'overdue' when new.reminded_at is distinct from old.reminded_at then 'due' end;
begin
  if came is not null then
    perform delivery.append_notice(new.agency, ${STREAM}, 'breach.' || came || '.v1', 'breach', new.subject, new.subject::text, jsonb_build_object('breach', new.subject, 'dueAt', breaches.moment(new.due_at)));
  end if;
  return null;
end $$;

create or replace function breaches.came_required() returns trigger language plpgsql security definer as $$
begin
  perform delivery.append_notice(new.agency, ${STREAM}, 'breach.required.v1', 'breach', new.id, concat_ws('/', new.id, new.required), jsonb_strip_nulls(jsonb_build_object('breach', new.id) || new.required));
  return null;
end $$;

create or replace trigger breach_required after update of required on breaches.breach for each row when (new.required is distinct from old.required) execute function breaches.came_required();
create or replace trigger breach_followed after insert on recalls.copy for each row execute function breaches.copied();
create or replace trigger breach_held_again after update of let_go_at on recalls.copy for each row when (new.let_go_at is null and old.let_go_at is not null) execute function breaches.copied();
create or replace trigger breach_due after update of reminded_at, overdue_at on approvals.deadline for each row when (new.matter = '${MATTER}') execute function breaches.came_due();
`;

export const TELLING = [SAID, DUE, TELL, FOLLOWED];
