import { Module } from '@nestjs/common';
import { CaseQueries } from './graphql/case-queries.js';
import { IncidentQueries } from './graphql/incident-queries.js';

/** Cases, and the incidents on the routes they follow. */
@Module({ providers: [CaseQueries, IncidentQueries] })
export class CasesModule {}
