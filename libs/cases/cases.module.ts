import { Module } from '@nestjs/common';
import { CaseCorrections } from './graphql/case-corrections.js';
import { CaseQueries } from './graphql/case-queries.js';
import { IncidentQueries } from './graphql/incident-queries.js';

/** Cases, and the incidents on the routes they follow. */
@Module({ providers: [CaseQueries, CaseCorrections, IncidentQueries] })
export class CasesModule {}
