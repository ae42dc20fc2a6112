// Stock Apollo in one process with the modules, as our standalone form is.
import { LocalGraphQLDataSource, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { createLog } from '@intendant/kit/log';
import type { SubgraphRuntime } from '@intendant/kit/subgraph/runtime';
import { openPlatform } from '@intendant/standalone/instance/platform';
import { serveStock } from './serve-stock.ts';
import { stockCaller } from './stock-caller.ts';

/** The stock source on a module's schema, with the context its resolvers need. */
class RuntimeDataSource extends LocalGraphQLDataSource {
  readonly #runtime: SubgraphRuntime;

  constructor(runtime: SubgraphRuntime) {
    super(runtime.schema);
    this.#runtime = runtime;
  }

  override process(options: GraphQLDataSourceProcessOptions) {
    return super.process({ ...options, context: this.#runtime.contextFor({ caller: stockCaller }) });
  }
}

const { PORT, DATABASE_URL = '', INTENDANT_SECRET_KEY = '' } = process.env;
const platform = await openPlatform(
  {
    adminUrl: DATABASE_URL,
    isEmbedded: false,
    isShared: false,
    hasRecovered: false,
    stop: () => Promise.resolve(),
  },
  INTENDANT_SECRET_KEY,
  createLog({ name: 'stock', level: 'warn' }),
);
await serveStock(Number(PORT), (name) => new RuntimeDataSource(platform.runtime(name)));
process.on('SIGTERM', () => process.exit(0));
