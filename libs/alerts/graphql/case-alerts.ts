import { Inject } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { Disclosure, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { wantedClasses, type Asked } from '#libs/records';

const MOST = 50;
type Alerts = Disclosed<RecordView>[];
type Loader = DataLoader<string, Alerts>;

/** The alerts about a case: for a whole page of cases in one look-up, each alert under its own audience. */
@Resolver('Case')
export class CaseAlerts {
  readonly #byCaller = new WeakMap<Caller, Map<number, Loader>>();

  constructor(@Inject(Disclosure) private readonly disclosure: Disclosure) {}

  @ResolveField('alerts')
  alerts(parent: { id: string }, _args: unknown, context: { caller: Caller }, asked: Asked): Promise<Alerts> {
    return this.#loader(context.caller, wantedClasses(asked, 'alert')).load(parent.id);
  }

  #loader(caller: Caller, wanted: number): Loader {
    const byWanted = this.#byCaller.get(caller) ?? new Map<number, Loader>();
    this.#byCaller.set(caller, byWanted);
    const related = (values: readonly string[]) => this.disclosure.related(caller, 'alert', { facet: 'caseId', values, limit: MOST, wanted });
    const loader = byWanted.get(wanted) ?? new DataLoader(related, { maxBatchSize: 100, cache: false });
    byWanted.set(wanted, loader);
    return loader;
  }
}
