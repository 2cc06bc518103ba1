import { Module, type DynamicModule } from '@nestjs/common';
import { Directory } from './directory.js';
import { AgencyReferences } from './graphql/agency-references.js';
import { ACCOUNT, DirectoryQueries, TOPIC_NAMING, type Account, type TopicNaming } from './graphql/directory-queries.js';

/** The directory's part of the API. The directory itself is opened, and closed, by whoever runs the process. */
@Module({})
export class DirectoryModule {
  static for(directory: Directory, topicOf: TopicNaming = () => null, account: Account = async () => undefined): DynamicModule {
    return {
      module: DirectoryModule,
      providers: [
        { provide: Directory, useValue: directory },
        { provide: TOPIC_NAMING, useValue: topicOf },
        { provide: ACCOUNT, useValue: account },
        DirectoryQueries,
        AgencyReferences,
      ],
      exports: [Directory],
    };
  }
}
