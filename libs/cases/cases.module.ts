import { Module } from '@nestjs/common';
import { CaseErasures } from './graphql/case-erasures.js';
import { CaseQueries } from './graphql/case-queries.js';
import { IncidentQueries } from './graphql/incident-queries.js';

/** Cases, and the incidents on the routes they follow. */
@Module({ providers: [CaseQueries, IncidentQueries, CaseErasures] })
export class CasesModule {}
