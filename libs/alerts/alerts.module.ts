import { Module, type DynamicModule } from '@nestjs/common';
import { Disclosure } from '#libs/disclosure';
import { FindRecords, type RecordKeeping } from '#libs/records';
import { recordActs } from '#libs/retention';
import { AcknowledgeAlert } from './actions/acknowledge-alert.js';
import { Acknowledgements } from './actions/acknowledgements.js';
import { AlertQueries } from './graphql/alert-queries.js';
import { CaseAlerts } from './graphql/case-alerts.js';

/** Alerts between agencies. */
@Module({})
export class AlertsModule {
  static for(keeping: RecordKeeping, disclosure: Disclosure): DynamicModule {
    return {
      module: AlertsModule,
      providers: [
        { provide: AcknowledgeAlert, useValue: new AcknowledgeAlert(keeping, new FindRecords(disclosure)) },
        { provide: Acknowledgements, useValue: new Acknowledgements(keeping.database) },
        { provide: Disclosure, useValue: disclosure },
        AlertQueries,
        ...recordActs('alert'),
        CaseAlerts,
      ],
    };
  }
}
