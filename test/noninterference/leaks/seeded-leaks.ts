import { ALL_CLASSES } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import type { SeededLeak } from '../hub/harness-hub.js';
import type { Pair } from '../worlds/history.js';
import { BREACHED_ELSEWHERE, BUSY_ELSEWHERE, LEAVE_ELSEWHERE, MEMBERS_ELSEWHERE, OTHER_OFFENCE, RECALLED_ELSEWHERE } from './crafted-pairs.js';
import { everyView, instead, rewritten, stored } from './planting.js';

/** A leak, a pair of worlds that it tells apart, and some askers that must notice; the whole harness asks more. */
export interface Seeded extends SeededLeak {
  readonly pair: Pair;
  readonly askers: readonly string[];
  readonly kafka?: true;
}

const COUNT = 'select count(*)::int from records.record';
const seeded = (name: string, askers: readonly string[], leak: Omit<SeededLeak, 'name'>, rest: Partial<Pick<Seeded, 'pair' | 'kafka'>> = {}): Seeded =>
  ({ name, askers, pair: BUSY_ELSEWHERE, ...leak, ...rest });

/** One of each sort that peers have had (leak classes 1, 2, 4, 6, 10, 14, 19, 20, 24, 25 and our own), behind a switch of this test. */
export const SEEDED: readonly Seeded[] = [
  seeded('a count: a page says that there is more when hidden records are left', ['lists of cases'], {
    inHouse: ({ disclosure }, admin) => instead(disclosure, 'page', (own) => async (...given: Parameters<typeof own>) => {
      const page = await own(...given);
      return { ...page, hasNextPage: page.hasNextPage || (await stored<number>(admin, COUNT))! > page.records.length + 3 };
    }),
  }),
  seeded('a sort by what is hidden: the record amended last comes first', ['lists of cases'], {
    inHouse: ({ disclosure }, admin) => instead(disclosure, 'page', (own) => async (...given: Parameters<typeof own>) => {
      const page = await own(...given);
      const versions = await Promise.all(page.records.map(({ id }) => stored<number>(admin, 'select version from records.record where id = $1', id)));
      return { ...page, records: page.records.map((record, place) => ({ record, version: versions[place]! })).sort((a, b) => b.version - a.version).map(({ record }) => record) };
    }),
  }),
  seeded('a filter by what is hidden: facets that an audience lacks the class for', ['filters of cases'], {
    inDatabase: (admin) => admin.query(`
      create function harness.spread() returns trigger language plpgsql security definer as $$ begin
        if pg_trigger_depth() = 1 and new.audience = 'fia' then
          insert into records.record_facet (record_id, purposes, tlp, class, audience, facet, value) values (new.record_id, new.purposes, new.tlp, 1, 'iom', new.facet, new.value);
          insert into records.facet_scope (audience, kind, purposes, tlp) values ('iom', 'case', new.purposes, new.tlp) on conflict do nothing;
        end if; return null; end $$;
      create trigger spread after insert on records.record_facet for each row execute function harness.spread()`),
  }, { pair: OTHER_OFFENCE }),
  seeded('an error text: forbidden is told from absent', ['case by id'], {
    inHouse: ({ disclosure }, admin) => instead(disclosure, 'byIds', (own) => async (...given: Parameters<typeof own>) => {
      const found = await own(...given);
      const there = await stored<number>(admin, `${COUNT} where id = any ($1)`, given[2]);
      if (found.every((view) => view === null) && there) throw Refusal.because('ACTION_NOT_ALLOWED', 'id', 'a seeded leak', 'You may not see this record.');
      return found;
    }),
  }),
  seeded('a denormalised copy: an alert repeats what its case says', ['alert by id'], {
    inHouse: (house, admin) => everyView(house, async ({ caseId, text }) => {
      const copied = caseId && await stored<string>(admin, 'select event::text from records.record where id = $1', caseId);
      return copied ? { text: `${text} ${copied}` } : {};
    }),
  }),
  seeded('a cache whose key lacks the caller', ['case by id'], {
    inHouse: ({ disclosure }) => {
      const kept = new Map<string, unknown>();
      instead(disclosure, 'byIds', (own) => async (...given: Parameters<typeof own>) => {
        const key = `${given[1]} ${given[2].join()}`;
        if (!kept.has(key)) kept.set(key, await own(...given));
        return kept.get(key);
      });
    },
  }),
  seeded('a gap in versions: the version as it is stored', ['case by id'], {
    inHouse: (house, admin) => everyView(house, async ({ id }) => ({ version: await stored<number>(admin, 'select version from records.record where id = $1', id) })),
  }),
  seeded('a date of what is hidden: when the record was last changed at all', ['lists of cases'], {
    inHouse: (house, admin) => everyView(house, async ({ id }) => ({
      asOf: (await stored<Date>(admin, 'select changed_at[cardinality(changed_at)] from records.record where id = $1', id))!.toISOString(),
    })),
  }),
  seeded('a cursor that tells its place among everybody\'s deliveries', ['feed and subscriptions'], {
    inHouse: ({ feed }, admin) => instead(feed, 'page', (own) => async (...given: Parameters<typeof own>) => {
      const page = await own(...given);
      const place = (id: string) => stored<string>(admin, 'select seq::text from delivery.entry where id = $1', id);
      return { ...page, deliveries: await Promise.all(page.deliveries.map(async (delivery) => ({ ...delivery, cursor: `place-${await place(delivery.id)}` }))) };
    }),
  }),
  seeded('another agency\'s delivery in one\'s own stream', ['feed and subscriptions'], {
    inDatabase: (admin) => admin.query(`
      create function harness.misdirect() returns trigger language plpgsql security definer as $$ begin
        if pg_trigger_depth() = 1 and new.agency = 'nccia' then
          insert into delivery.entry (agency, stream, id, type, kind, record_id, version) values ('europol', new.stream, new.id, new.type, new.kind, new.record_id, new.version);
        end if; return null; end $$;
      create trigger misdirect after insert on delivery.entry for each row execute function harness.misdirect()`),
  }),
  seeded('a reference between subgraphs that skips its guard', ['references between subgraphs'], {
    inExecutors: (executors) => executors.forEach((executor) => instead(executor, 'execute', (own) => (request: Parameters<typeof own>[0]) => {
      const caller = { ...request.context.caller, agency: 'fia', client: 'fia', audiences: ['fia'], classes: ALL_CLASSES };
      return own(request.query.includes('_entities') ? { ...request, context: { ...request.context, caller } } : request);
    })),
  }),
  seeded('a join that asks as somebody else: alerts of a case', ['case by id'], {
    inHouse: ({ disclosure }) => instead(disclosure, 'related', (own) => (...[caller, ...rest]: Parameters<typeof own>) => own({ ...caller, agency: 'fia', client: 'fia', audiences: ['fia'] }, ...rest)),
  }),
  seeded('an audience that is stale after a withdrawal', ['lists of cases'], {
    inDatabase: (admin) => admin.query(`
      create function harness.stay() returns trigger language plpgsql security definer as $$ begin
        if new.state = 'withdrawn' then new.state := 'active'; end if; return new; end $$;
      create trigger stay before update on records.record for each row execute function harness.stay();
      create function harness.keep() returns trigger language plpgsql security definer as $$ begin
        if exists (select from records.withdrawal w where w.record_id = old.record_id) and old.audience <> 'nccia' then return null; end if; return old; end $$;
      create trigger keep before delete on records.record_audience for each row execute function harness.keep()`),
  }),
  seeded('a unique key across agencies', ['writes'], {
    inDatabase: (admin) => admin.query('create unique index one_key_for_all on records.submission (key)'),
  }),
  seeded('a hint in an error: how many records there are', ['writes'], {
    inExecutors: (executors, admin) => executors.forEach((executor) => instead(executor, 'execute', (own) => async (request: Parameters<typeof own>[0]) => {
      const answer = await own(request);
      if (!answer.errors?.length) return answer;
      const count = await stored<number>(admin, COUNT);
      return { ...answer, errors: answer.errors.map((error) => ({ ...error, message: `${error.message} It is none of ${count}.` })) };
    })),
  }),
  seeded('an explanation for whoever asks', ['explanations'], {
    inDatabase: (admin) => rewritten(admin, 'records.label_of', ["if 'operator' = any (c.roles) or", 'if true or'], ['(r.originator = c.agency or', '(true or']),
  }),
  seeded('a request for approval: whoever asks for a list sees everybody\'s', ['approvals and transfers'], {
    inDatabase: (admin) => rewritten(admin, 'approvals.requests', ['c.agency in (r.asked_by, r.answered_by) and', 'true and']),
  }),
  seeded('a request for approval: its event is told to strangers too', ['feed and subscriptions'], {
    inDatabase: (admin) => rewritten(admin, 'approvals.tell', ['select distinct unnest(p_parties) order by 1', "select distinct unnest(p_parties || '{europol,iom}'::text[]) order by 1"]),
  }),
  seeded('a request for approval: what is due in another agency', ['approvals and transfers'], {
    inDatabase: (admin) => rewritten(admin, 'approvals.deadlines', ['r.answered_by = c.agency and', 'true and']),
  }),
  seeded('a further purpose: the leave of one recipient is every recipient\'s', ['lists of cases'], {
    inDatabase: async (admin) => {
      await rewritten(admin, 'transfers.lay_further', ['select f.agency, r.kind', 'select g.code, r.kind'], ['g on g.code = f.agency', 'g on true'], ['a.audience = f.agency', 'a.audience = g.code']);
      await admin.query('grant execute on function transfers.lay_further(uuid) to amanat_keeper'); // who owned it
    },
  }, { pair: LEAVE_ELSEWHERE }),
  seeded('a recall told to whoever never had the record', ['recalls'], {
    inDatabase: (admin) => rewritten(admin, 'recalls.work', ['select c.agency, c.classes from recalls.copy c where c.record_id = q.record_id and c.let_go_at is null order by c.agency',
      'select distinct c.agency, 1 as classes from directory.client c where c.agency is not null order by c.agency']),
  }, { pair: RECALLED_ELSEWHERE }),
  seeded('a recall: one holder is shown another', ['recalls'], {
    inDatabase: (admin) => rewritten(admin, 'recalls.duties', ['h.agency = c.agency and', 'h.recall in (select o.recall from recalls.holder o where o.agency = c.agency) and']),
  }, { pair: RECALLED_ELSEWHERE }),
  seeded('a recall: who holds copies is shown to one who holds one, and not to the originator alone', ['recalls'], {
    inDatabase: (admin) => rewritten(admin, 'recalls.made', ['where q.originator = c.agency and', 'where exists (select from recalls.holder o where o.recall = q.id and o.agency = c.agency) or q.originator = c.agency and']),
  }, { pair: RECALLED_ELSEWHERE }),
  seeded('a person who asks for their data is found in records that the agency does not see', ['rights of persons'], {
    inDatabase: (admin) => admin.query(`
      create function harness.find_all() returns trigger language plpgsql security definer as $$ begin
        insert into rights.item (request, record, subject, agency, kind, originator, list, ref, matched_by, classes)
        select new.id, r.id, r.id, new.agency, r.kind, r.originator, 'suspects', 'S1', '{name}', 0 from records.record r;
        return null; end $$;
      create trigger find_all after insert on rights.request for each row execute function harness.find_all()`),
  }),
  seeded('a breach: all holders of another\'s record are told, and so who else holds it', ['breaches'], {
    inDatabase: (admin) => rewritten(admin, 'breaches.due', ['a.breach = b.id and a.originator = b.agency', 'a.breach = b.id']),
  }, { pair: BREACHED_ELSEWHERE }),
  seeded('a breach: whoever asks what it was told sees what everybody was told', ['breaches'], {
    inDatabase: (admin) => rewritten(admin, 'breaches.notices', ['n.agency = c.agency and', 'true and']),
  }, { pair: BREACHED_ELSEWHERE }),
  seeded('a client\'s name: the token endpoint tells who is enrolled', ['tokens'], {
    inHouse: ({ directory }) => instead(directory, 'find', (own) => (id: string) => {
      const found = own(id);
      if (!found) throw new Error('no such client');
      return found;
    }),
  }),
  seeded('a former member still gets what came after it left', ['lists of cases'], {
    inHouse: ({ directory }) => {
      const ever = new Map<string, readonly string[]>();
      instead(directory, 'audiencesOf', (own) => (agency: string) => {
        ever.set(agency, [...new Set([...ever.get(agency) ?? [], ...own(agency)])]);
        return ever.get(agency);
      });
    },
    inDatabase: (admin) => rewritten(admin, 'disclosure.admit', ['(m.until is null or m.until > now())', 'true']),
  }, { pair: MEMBERS_ELSEWHERE }),
  seeded('a former member is still sent to: the streams know no leaving', ['feed and subscriptions'], {
    inDatabase: (admin) => admin.query(`
      create function harness.send_on() returns trigger language plpgsql security definer as $$ begin
        insert into delivery.entry (agency, stream, id, type, kind, record_id, version)
        select m.agency, 'records', new.id, 'record.submitted.v1', new.kind, new.id, new.version from directory.membership m where m.task_force = any (new.recipients) and m.until is not null;
        return null; end $$;
      create trigger send_on after insert on records.record for each row execute function harness.send_on()`),
  }, { pair: MEMBERS_ELSEWHERE }),
  seeded('a task force\'s existence: to address one that is not there is refused', ['writes'], {
    inExecutors: (executors, admin) => executors.forEach((executor) => instead(executor, 'execute', (own) => async (request: Parameters<typeof own>[0]) => {
      const named = [...new Set(JSON.stringify(request.variables).match(/\btf-[a-z]+\b/gu))];
      const known = await stored<number>(admin, 'select count(*)::int from directory.task_force where code = any ($1)', named);
      return named.length === known ? own(request) : { data: null, errors: [{ message: 'There is no such task force.', extensions: { code: 'TASK_FORCE_UNKNOWN' } }] };
    })),
  }, { pair: MEMBERS_ELSEWHERE }),
  seeded('a suspension: the participants are those that are not shut out', ['the directory'], {
    inHouse: ({ directory }) => instead(directory, 'agencies', (own) => () => own().filter(({ code }) => directory.client(code) !== null)),
  }, { pair: MEMBERS_ELSEWHERE }),
  seeded('a topic\'s key that tells how many were addressed', ['topics'], {
    inHouse: ({ kafka }, admin) => instead(kafka!, 'producer', (own) => () => {
      const producer = own();
      instead(producer, 'sendAll', (sendAll) => async (batches: Parameters<typeof sendAll>[0]) => sendAll(await Promise.all(batches.map(async ({ topic, messages }) => ({
        topic, messages: await Promise.all(messages.map(async (message) => ({
          ...message, key: `${message.key}/${await stored<number>(admin, 'select count(*)::int from delivery.entry where record_id::text = $1', message.key)}`,
        }))),
      })))));
      return producer;
    }),
  }, { kafka: true }),
  seeded('an offset that others\' messages move', ['topics'], {
    inHouse: ({ kafka }) => instead(kafka!, 'producer', (own) => () => {
      const producer = own();
      instead(producer, 'sendAll', (sendAll) => (batches: Parameters<typeof sendAll>[0]) => sendAll(batches.flatMap((batch) => {
        const others = batch.topic.includes('.to.nccia.') ? [{ topic: batch.topic.replace('.to.nccia.', '.to.europol.'), messages: batch.messages.map(() => ({ key: 'nothing', value: null, headers: {} })) }] : [];
        return [batch, ...others];
      })));
      return producer;
    }),
  }, { kafka: true }),
];
