/** Hours after which a notification is late, and after which the agency is reminded (LED art. 30(1)). */
export const NOTIFY_WITHIN = 72;
const REMIND_AFTER = 48;

export const MATTER = 'breach-notification';

/** What an act begins with: the breach in hand, its key claimed. Acts of one breach wait for each other. */
const IN_HAND = `
create or replace function breaches.expect_protector(c audit.caller) returns void language plpgsql as $$
begin
  if not coalesce('data-protection-officer' = any (c.roles), false) then raise exception 'ACTION_NOT_ALLOWED' using errcode = 'AM001'; end if;
  perform set_config('amanat.breaches_of', c.agency, true);
end $$;

create or replace function breaches.in_hand(c audit.caller, p_id uuid) returns breaches.breach language plpgsql as $$
declare b breaches.breach;
begin
  perform breaches.expect_protector(c);
  select * into b from breaches.breach q where q.id = p_id and q.agency = c.agency for update;
  if not found then raise exception 'RECORD_NOT_FOUND' using errcode = 'AM001'; end if;
  return b;
end $$;

-- Whether it is new: the same again under its key is done already, another content is refused.
create or replace function breaches.claim(c audit.caller, p_key text, p_content bytea, p_breach uuid, p_act text, p_said jsonb) returns boolean language plpgsql as $$
declare former breaches.act;
begin
  select * into former from breaches.act a where a.agency = c.agency and a.key = p_key;
  if found then
    if former.content <> p_content then raise exception 'IDEMPOTENCY_CONFLICT' using errcode = 'AM001'; end if;
    return false;
  end if;
  if exists (select from breaches.breach b where b.id = p_breach and b.closed_at is not null) then raise exception 'BREACH_CLOSED' using errcode = 'AM001'; end if;
  insert into breaches.act (breach, nth, agency, key, content, client, officer, act, said)
  select p_breach, coalesce(max(a.nth), 0) + 1, c.agency, p_key, p_content, c.client, c.officer, p_act, p_said from breaches.act a where a.breach = p_breach;
  return true;
end $$;

-- Moments are all written in one way, in UTC, and so are in the order of their texts.
create or replace function breaches.expect_order(p_aware timestamptz, p_account jsonb) returns void language plpgsql as $$
begin
  if (p_account ->> 'from')::timestamptz > p_aware or (p_account ->> 'to') < (p_account ->> 'from') then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
end $$;
`;

/** The clock runs from when the agency knew, whenever it says so; the deadline is its own to see, and what is due and overdue is told. */
const OPEN = `
create or replace function breaches.open(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_aware timestamptz, p_account jsonb, p_scope jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); former uuid;
begin
  perform breaches.expect_protector(c);
  perform breaches.expect_order(p_aware, p_account);
  select a.breach into former from breaches.act a where a.agency = c.agency and a.key = p_key;
  if former is null then
    insert into breaches.breach (id, agency, aware_at, due_at, account) values (p_id, c.agency, p_aware, p_aware + interval '${NOTIFY_WITHIN} hours', p_account) on conflict do nothing;
  end if;
  if breaches.claim(c, p_key, p_content, coalesce(former, p_id), 'opened', p_account) then
    perform breaches.affect(c.agency, p_id, p_scope);
    perform approvals.lay_deadline(c.agency, delivery.named_id(concat_ws('/', '${MATTER}', p_id)), '${MATTER}', p_id, p_aware, p_aware + interval '${REMIND_AFTER} hours', p_aware + interval '${NOTIFY_WITHIN} hours');
    perform audit.append(c, 'open-breach', null, array[p_id], array[0]);
  end if;
  return breaches.shown(coalesce(former, p_id), true);
end $$;

create or replace function breaches.add(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_account jsonb, p_scope jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); b breaches.breach := breaches.in_hand(c, p_id);
begin
  if breaches.claim(c, p_key, p_content, p_id, 'added-to', p_account) then
    perform breaches.expect_order(b.aware_at, b.account || p_account);
    update breaches.breach set account = b.account || p_account, phase = b.phase + 1 where id = p_id;
    perform breaches.affect(c.agency, p_id, p_scope);
    perform jobs.put('breaches.tell', p_id, now());
    perform audit.append(c, 'add-to-breach', null, array[p_id], array[0]);
  end if;
  return breaches.shown(p_id, true);
end $$;
`;

/** What was known is kept with each notification: whoever reads it later reads what the authority was given. */
const NOTIFY = `
create or replace function breaches.notify(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_said jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); b breaches.breach := breaches.in_hand(c, p_id); sent timestamptz := coalesce((p_said ->> 'sentAt')::timestamptz, date_trunc('milliseconds', now()));
begin
  if breaches.claim(c, p_key, p_content, p_id, 'notified', p_said) then
    if sent < b.aware_at then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
    if b.notified_at is null and sent > b.due_at and p_said ->> 'delay' is null then raise exception 'DELAY_UNEXPLAINED' using errcode = 'AM001'; end if;
    insert into breaches.notification (breach, number, agency, channel, authority, sent_at, client, delay, account, kinds, communication)
    select p_id, (select count(*) + 1 from breaches.notification n where n.breach = p_id), c.agency, p_said ->> 'channel', p_said ->> 'authority', sent, c.client, p_said ->> 'delay',
      b.account, breaches.kinds_of(p_id), b.communication;
    update breaches.breach set notified_at = least(b.notified_at, sent) where id = p_id;
    perform approvals.lift_deadline(c.agency, '${MATTER}', p_id);
    perform audit.append(c, 'notify-breach', null, array[p_id], array[0]);
  end if;
  return breaches.shown(p_id, true);
end $$;

create or replace function breaches.decide(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_said jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); b breaches.breach := breaches.in_hand(c, p_id);
begin
  if breaches.claim(c, p_key, p_content, p_id, 'decided', p_said) then
    if (p_said ->> 'at')::timestamptz < b.aware_at then raise exception 'DATES_IN_DISORDER' using errcode = 'AM001'; end if;
    update breaches.breach set communication = p_said || jsonb_build_object('decidedAt', breaches.moment(now())) where id = p_id;
    perform audit.append(c, 'decide-breach-communication', null, array[p_id], array[0]);
  end if;
  return breaches.shown(p_id, true);
end $$;
`;

/**
 * Closed is what has been dealt with: notified, or with the reason why no risk was to be expected; documented
 * (art. 30(5)); and where the risk is high, with a decision on telling data subjects that puts nothing off; what the authority requires (art. 31(4)) is done.
 */
const CLOSE = `
create or replace function breaches.close(p_caller jsonb, p_key text, p_content bytea, p_id uuid, p_said jsonb) returns jsonb language plpgsql security definer as $$
declare c audit.caller := disclosure.admit(p_caller); b breaches.breach := breaches.in_hand(c, p_id);
begin
  if breaches.claim(c, p_key, p_content, p_id, 'closed', p_said) then
    if (b.notified_at is null and (b.account ->> 'risk' is distinct from 'unlikely' or p_said ->> 'reason' is null)) or not b.account ?& '{from,nature,risk,facts,effects,remedy}'
      or (b.account ->> 'risk' = 'high' and b.required is null and coalesce(b.communication ->> 'decision', 'delayed') = 'delayed')
      or ((b.required ->> 'required')::boolean and not breaches.communicated(b)) then
      raise exception 'BREACH_INCOMPLETE' using errcode = 'AM001';
    end if;
    update breaches.breach set closed_at = greatest(now(), b.opened_at), closing_reason = p_said ->> 'reason' where id = p_id;
    perform approvals.lift_deadline(c.agency, '${MATTER}', p_id);
    perform audit.append(c, 'close-breach', null, array[p_id], array[0]);
  end if;
  return breaches.shown(p_id, true);
end $$;
`;

export const ACTING = [IN_HAND, OPEN, NOTIFY, CLOSE];
