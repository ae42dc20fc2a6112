// Stock Apollo in front of the same subgraph processes as our distributed gateway.
import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { createIdentitySigner, identityHeader } from '@intendant/kit/identity/identity-token';
import { InvariantError } from '@intendant/kit/errors';
import { serveStock } from './serve-stock.ts';
import { stockCaller } from './stock-caller.ts';

const signEveryMs = 30_000;

const signer = createIdentitySigner(variable('INTENDANT_IDENTITY_PRIVATE_KEY').replaceAll('\\n', '\n'));
let token = await sign();
// One token for all requests of half a minute: ours signs one for every request to a subgraph.
setInterval(() => void sign().then((fresh) => (token = fresh)), signEveryMs).unref();

await serveStock(Number(variable('PORT')), (name) => {
  const url = `${variable(`${name.toUpperCase()}_URL`)}/graphql`;
  return new RemoteGraphQLDataSource({
    url,
    willSendRequest: ({ request }) => request.http?.headers.set(identityHeader, token),
  });
});
process.on('SIGTERM', () => process.exit(0));

function sign(): Promise<string> {
  return signer.sign(stockCaller, 'benchmark');
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new InvariantError(`${name} is not set.`);
  }
  return value;
}
