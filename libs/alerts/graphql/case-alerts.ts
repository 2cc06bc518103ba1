import { Inject } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import { Disclosure, wantedClasses, type Asked, type Disclosed, type RecordView } from '#libs/disclosure';
import { LookUps, type Context } from '#libs/records';

const MOST = 50;
type Alerts = Disclosed<RecordView>[];

/** The alerts about a case: for a whole page of cases in one look-up, each alert under its own audience. */
@Resolver('Case')
export class CaseAlerts {
  readonly #ofCases: LookUps<Alerts>;

  constructor(@Inject(Disclosure) disclosure: Disclosure) {
    this.#ofCases = new LookUps((caller, values, wanted) => disclosure.related(caller, 'alert', { facet: 'caseId', values, limit: MOST, wanted }));
  }

  @ResolveField('alerts')
  alerts(parent: { id: string }, _args: unknown, context: Context, asked: Asked): Promise<Alerts> {
    return this.#ofCases.load(context.caller, parent.id, wantedClasses(asked, 'alert'));
  }
}
