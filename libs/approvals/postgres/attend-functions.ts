/**
 * What comes of a request by itself. Its job calls this at the next moment; whatever is due then is done, by the
 * database's clock, and once: the request is locked, and each reminder is counted. A runner that was away for long
 * reminds once. A clock that jumps ahead ends a request early and for good; one that jumps back ends none anew.
 */
export const ATTEND = `
create or replace function approvals.by_itself(r approvals.request, p_step text) returns void language plpgsql as $$
declare c audit.caller; party text;
begin
  perform approvals.add_step(r.id, p_step, null, null, null, null);
  for party in select distinct unnest(array[r.asked_by, r.answered_by]) order by 1 loop
    c := jsonb_populate_record(null::audit.caller, jsonb_build_object('agency', party, 'client', 'approvals', 'purpose', 'keeping-approvals',
      'legal_basis', 'LED-29', 'case_reference', r.procedure, 'operation_id', r.id, 'policy', policy_hash()));
    perform audit.append(c, 'approval-' || p_step, null, array[r.record], array[0]);
  end loop;
  perform approvals.tell(r, p_step, case when p_step = 'expired' then array[r.asked_by, r.answered_by] else array[r.answered_by] end);
end $$;

create or replace function approvals.attend(p_id uuid) returns void language plpgsql security definer as $$
declare r approvals.request; due int;
begin
  select * into r from approvals.request where id = p_id for update;
  if r.state is distinct from 'open' then return; end if;
  if now() >= r.expires_at then
    update approvals.request set state = 'expired', closed_at = greatest(now(), asked_at) where id = p_id returning * into r;
    perform approvals.by_itself(r, 'expired');
    return;
  end if;
  select count(*) into due from unnest(r.remind_at) as m (at) where m.at <= now();
  if due > r.reminded then
    perform approvals.by_itself(r, 'reminded');
    update approvals.request set reminded = due where id = p_id returning * into r;
  end if;
  if not r.escalated and now() >= r.escalate_at then
    perform approvals.by_itself(r, 'escalated');
    update approvals.request set escalated = true where id = p_id returning * into r;
  end if;
  perform jobs.put('approvals.attend', p_id, approvals.next_moment(r));
end $$;
`;
