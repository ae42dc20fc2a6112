import { databaseModule } from '@intendant/kit/database/database-module';
import { Migration20261121080000_create_rate_limit } from './migrations/Migration20261121080000_create_rate_limit.ts';

/** The gateway's schema: rate limits. Installed beside the subgraphs' modules. */
export const gatewayModule = databaseModule({
  name: 'gateway',
  migrations: [Migration20261121080000_create_rate_limit],
  skipTables: ['rate_limit'],
});
