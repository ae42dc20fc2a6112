import { databaseModule } from '@intendant/kit/database/database-module';
import { Migration20261121120000_create_fleet } from './migrations/Migration20261121120000_create_fleet.ts';

/** Where the demo fleet remembers how far it was loaded. No subgraph: it owns a schema and nothing else. */
export const demoModule = databaseModule({
  name: 'demo',
  migrations: [Migration20261121120000_create_fleet],
  skipTables: ['fleet'],
});
