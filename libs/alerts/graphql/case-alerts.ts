import { Inject } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { Disclosure, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';

const MOST = 50;
type Alerts = Disclosed<RecordView>[];

/** The alerts about a case: for a whole page of cases in one look-up, each alert under its own audience. */
@Resolver('Case')
export class CaseAlerts {
  readonly #byCaller = new WeakMap<Caller, DataLoader<string, Alerts>>();

  constructor(@Inject(Disclosure) private readonly disclosure: Disclosure) {}

  @ResolveField('alerts')
  alerts(parent: { id: string }, _args: unknown, context: { caller: Caller }): Promise<Alerts> {
    return this.#loader(context.caller).load(parent.id);
  }

  #loader(caller: Caller): DataLoader<string, Alerts> {
    let loader = this.#byCaller.get(caller);
    if (!loader) {
      loader = new DataLoader((ids: readonly string[]) => this.disclosure.related(caller, 'alert', 'caseId', ids, MOST), { maxBatchSize: 100, cache: false });
      this.#byCaller.set(caller, loader);
    }
    return loader;
  }
}
