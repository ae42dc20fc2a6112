import { readFileSync } from 'node:fs';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** Apollo Server and @apollo/gateway as their documentation sets them up, with every default. */
export async function serveStock(
  port: number,
  dataSource: (name: string) => GraphQLDataSource,
): Promise<void> {
  const file = new URL('../../schema/supergraph.graphql', import.meta.url);
  const gateway = new ApolloGateway({
    // It refuses features marked so, because it cannot enforce them; nothing else is changed.
    supergraphSdl: readFileSync(file, 'utf8').replaceAll(', for: SECURITY', ''),
    buildService: ({ name }) => dataSource(name),
  });
  const server = new ApolloServer({ gateway });
  await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
}
