import { Module } from '@nestjs/common';
import { CaseCorrections } from './graphql/case-corrections.js';
import { CaseErasures } from './graphql/case-erasures.js';
import { CaseQueries } from './graphql/case-queries.js';
import { IncidentQueries } from './graphql/incident-queries.js';

/** Cases, and the incidents on the routes they follow. */
@Module({ providers: [CaseQueries, CaseCorrections, CaseErasures, IncidentQueries] })
export class CasesModule {}
