import 'reflect-metadata';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { AlertsModule } from '#libs/alerts';
import { ApprovalsModule } from '#libs/approvals';
import { BreachesModule } from '#libs/breaches';
import { CasesModule } from '#libs/cases';
import { SUBGRAPH_SDL } from '#libs/contracts';
import { DeliveryModule } from '#libs/delivery';
import { DirectoryModule } from '#libs/directory';
import { InsiderModule } from '#libs/insider';
import { LedgerModule } from '#libs/ledger';
import { RecallsModule } from '#libs/recalls';
import { localExecutors, subgraphModule, type Report, type LocalExecutor } from '#libs/subgraphs';
import { ExplanationsModule, RecordsModule } from '#libs/records';
import { RegistersModule } from '#libs/registers';
import { ErasureModule, RetentionModule } from '#libs/retention';
import { RightsModule } from '#libs/rights';
import { TransfersModule } from '#libs/transfers';
import type { House } from './house.js';

export const SUBGRAPHS = ['cases', 'alerts', 'directory'] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

/** Which rooms answer which subgraph. */
function modulesOf(name: SubgraphName, house: House): (Type | DynamicModule)[] {
  const rooms: Record<SubgraphName, (Type | DynamicModule)[]> = {
    cases: [CasesModule],
    alerts: [AlertsModule.for(house.keeping, house.disclosure)],
    directory: [
      DirectoryModule.for(house.directory, house.topicOf, house.account), DeliveryModule.for(house.feed), ExplanationsModule,
      LedgerModule.for(house.database, house.masterKey), InsiderModule.for(house.database, house.masterKey),
      RegistersModule.for(house.database, house.directory),
      RecallsModule.for(house.database, house.masterKey, house.keeping.source.clock),
      RetentionModule.for(house.database, house.masterKey, house.keeping.source.clock),
      ApprovalsModule.for(house.database, house.masterKey, house.keeping.source.ids, house.effects), TransfersModule.for(house.keeping, house.disclosure, house.masterKey),
      RightsModule.for(house.keeping, house.masterKey),
      BreachesModule.for(house.keeping, house.masterKey),
    ],
  };
  return rooms[name];
}

class HubModule {}

export interface RunningSubgraphs {
  readonly executors: ReadonlyMap<string, LocalExecutor>;
  readonly app: INestApplication;
}

/**
 * Starts subgraphs in this process. They serve no HTTP of their own: the edge, or `mountSubgraph`, does,
 * so Nest's HTTP adapter (without one it builds no schema) is never listened on.
 */
export async function startSubgraphs(house: House, names: readonly SubgraphName[], report: Report): Promise<RunningSubgraphs> {
  const imports = [
    RecordsModule.for(house.keeping, house.disclosure),
    ErasureModule.for(house.keeping),
    ...names.map((name) => subgraphModule({ name, sdl: SUBGRAPH_SDL[name]!, modules: modulesOf(name, house) })),
  ];
  const app = await NestFactory.create({ module: HubModule, imports }, new ExpressAdapter(), { logger: ['error', 'warn'], bodyParser: false });
  await app.init();
  return { executors: localExecutors(app, report), app };
}
