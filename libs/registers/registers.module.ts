import { Module, type DynamicModule } from '@nestjs/common';
import type { Directory } from '#libs/directory';
import { LedgerDisclosure } from '#libs/disclosure';
import type { Database } from '#libs/postgres';
import { ReadRegister } from './actions/read-register.js';
import { RegisterQueries } from './graphql/register-queries.js';

/** Registers that the law asks controllers to keep. */
@Module({})
export class RegistersModule {
  static for(database: Database, directory: Directory): DynamicModule {
    return { module: RegistersModule, providers: [{ provide: ReadRegister, useValue: new ReadRegister(directory, new LedgerDisclosure(database)) }, RegisterQueries] };
  }
}
