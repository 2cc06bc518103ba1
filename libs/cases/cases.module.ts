import { Module } from '@nestjs/common';
import { recordActs } from '#libs/retention';
import { CaseErasures } from './graphql/case-erasures.js';
import { CaseQueries } from './graphql/case-queries.js';
import { IncidentQueries } from './graphql/incident-queries.js';

/** Cases, and the incidents on the routes they follow. */
@Module({ providers: [CaseQueries, ...recordActs('case'), CaseErasures, IncidentQueries, ...recordActs('incident')] })
export class CasesModule {}
