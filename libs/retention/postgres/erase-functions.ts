import { OPEN_CLASSES } from '#libs/contracts';

const NO_SLICES = OPEN_CLASSES.map(({ code }) => `${code.toLowerCase()} = null`).join(', ');

/** Stands for the whole record, where a subject is named. */
export const WHOLE = '00000000-0000-0000-0000-000000000000';

/**
 * Streams that were told of a record and not told to let go of it since, are. Read from the recipient ledger (D-059),
 * for past its erasure date the rules show the record to nobody. Ids follow from what is told.
 */
const RECALL = `
create or replace function retention.tell_to_let_go(r records.record) returns void language sql set enable_seqscan = off as $$
  insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
  select t.agency, t.stream, delivery.named_id(concat_ws('/', 'let go', r.id, r.version, t.agency, t.stream)),
    'record.withdrawn.v1', r.kind, r.id, r.version
  from (
    select distinct on (e.agency, e.stream) e.agency, e.stream, e.type from delivery.entry e
    where e.record_id = r.id and e.type like 'record.%' order by e.agency, e.stream, e.xid desc, e.seq desc) t
  where t.type <> 'record.withdrawn.v1' order by t.agency, t.stream
$$;
`;

/**
 * Erases a record: what it says, in every version and every index, goes with this transaction; its keys are
 * shredded by the worker, from the row that is laid here. Under the record's lock. The line is its originator's.
 */
const WIPE = `
create or replace function retention.wipe(c audit.caller, p_record uuid, p_reason text) returns records.record language plpgsql security definer
set enable_seqscan = off as $$
declare r records.record;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_record::text, 0));
  select * into r from records.record where id = p_record and state <> 'erased';
  if r.id is null then return null; end if;
  insert into retention.erasure (agency, record_id, subject, kind, reason, legal_basis, keys)
  values (r.originator, r.id, '${WHOLE}', r.kind, p_reason, c.legal_basis, array(select distinct s.key_id from records.sealed_slice s where s.record_id = r.id));
  delete from records.sealed_slice s where s.record_id = r.id;
  delete from records.history h where h.id = r.id;
  delete from records.record_audience a where a.record_id = r.id;
  delete from records.record_facet f where f.record_id = r.id;
  delete from records.earlier_view v where v.record_id = r.id;
  delete from records.withdrawal w where w.record_id = r.id;
  update records.record set state = 'erased', version = version + 1, changes = changes || 1, changed_at = changed_at || now(),
    digests = '{}', recipients = '{}', transfers = '{}', handling = '{}', purposes = 0, categories = 0, restricted = true, referral_consent = false,
    held_until = '-infinity', review_at = null, subject_limits = null, subject_due = null, ${NO_SLICES}
  where id = r.id returning * into r;
  perform retention.tell_to_let_go(r);
  perform recalls.open(c, r.id, r.kind, 'erased', r.version);
  c.agency := r.originator;
  perform audit.append(c, 'erase', r.kind, array[r.id], array[1]);
  return r;
end $$;
`;

/**
 * A record of the caller's own that is still there, under its lock. Raises RECORD_ERASED for one that was, and
 * RECORD_NOT_FOUND for all that is another's; the audience index is asked first (D-069).
 */
const OWN = `
create or replace function retention.own_record(c audit.caller, p_id uuid) returns records.record language plpgsql set enable_seqscan = off as $$
declare r records.record;
begin
  if exists (select from records.record_audience a where a.record_id = p_id and a.audience = c.agency) then
    perform pg_advisory_xact_lock(hashtextextended(p_id::text, 0));
    select * into r from records.record where record.id = p_id and record.originator = c.agency and record.state <> 'erased';
  end if;
  if r.id is not null and greatest(r.erase_at, r.held_until) > now() then
    perform set_config('amanat.record', p_id::text, true);
    return r;
  end if;
  if r.id is not null or exists (select from retention.erasure e where e.agency = c.agency and e.record_id = p_id and e.subject = '${WHOLE}') then
    raise exception 'RECORD_ERASED' using errcode = 'AM001';
  end if;
  raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001';
end $$;
`;

/** What every erasure begins with, of a record or of a person in it: the record of the caller's own, which no hold keeps, and the key. */
const TO_ERASE = `
create or replace function retention.to_erase(c audit.caller, p_key text, p_content bytea, p_kind text, p_id uuid) returns records.record language plpgsql as $$
declare r records.record := retention.own_record(c, p_id);
begin
  if r.kind <> p_kind then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  if r.held_until > now() then raise exception 'RECORD_HELD' using errcode = 'AM001'; end if;
  if not records.claim(c.agency, p_key, p_content, r.id, r.kind, r.version + 1) then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
  return r;
end $$;
`;

/** By its originator, whatever its version and whether withdrawn or not. A hold stops it. */
const ERASE = `
create or replace function retention.erase(p_caller jsonb, p_key text, p_content bytea, p_kind text, p_id uuid, p_reason text)
returns table (version int, duplicate boolean) language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); r records.record; f record;
begin
  select * into f from records.former(c.agency, p_key, p_content);
  if f.version is not null then return query select f.version, true; return; end if;
  perform retention.to_erase(c, p_key, p_content, p_kind, p_id);
  r := retention.wipe(c, p_id, p_reason);
  return query select r.version, false;
end $$;
`;

export const ERASE_FUNCTIONS = [RECALL, WIPE, OWN, TO_ERASE, ERASE];
