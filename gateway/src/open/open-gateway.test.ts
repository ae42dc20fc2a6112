import { createLog } from '@intendant/kit/log';
import { auditServer } from 'graphql-http';
import { serveGateway, type ServedGateway } from '../http/serve-gateway.ts';
import type { Gateway } from '../gateway-options.ts';
import { serveGeneral, type ServedGeneral } from '../testing/general-subgraphs.ts';
import { GeneralWorld } from '../testing/general-world.ts';
import { SocketClient } from '../testing/socket-client.ts';
import { createOpenGateway } from './open-gateway.ts';

const log = createLog({ name: 'test', level: 'silent' });

describe('the gateway on any supergraph, without identities', () => {
  let world: GeneralWorld;
  let subgraphs: ServedGeneral;
  let gateway: Gateway;
  let server: ServedGateway;
  let url: string;

  beforeAll(async () => {
    world = new GeneralWorld();
    subgraphs = await serveGeneral(world);
    gateway = await createOpenGateway({ supergraphSdl: subgraphs.supergraphSdl, log });
    server = await serveGateway(gateway, { port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${server.port}`;
  });

  afterAll(async () => {
    await server.stop();
    await gateway.close();
    await subgraphs.close();
  });

  async function ask(query: string): Promise<unknown> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  it('passes every audit of GraphQL over HTTP', async () => {
    const results = await auditServer({ url: `${url}/graphql` });

    const failed = results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`);
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
  });

  it('joins what the subgraphs know, at the paths the supergraph names', async () => {
    const answer = await ask(
      '{ medium(id: "b1") { title rating ... on Book { price postage } creators { name friends { name } } } }',
    );

    expect(answer).toEqual({
      data: {
        medium: {
          title: 'Tides',
          rating: 3.5,
          price: 401,
          postage: 88_200,
          creators: [{ name: 'Ann', friends: [{ name: 'Bob' }, { name: 'Cleo' }] }],
        },
      },
    });
  });

  it('writes in the order of the document, across subgraphs', async () => {
    const answer = await ask('mutation { a: writeInCatalog(line: "1") b: writeInStock(line: "2") }');

    expect(answer).toEqual({ data: { a: ['1'], b: ['1', '2'] } });
  });

  it('enforces no directive about who may read what', async () => {
    expect(await ask('{ me { pin } }')).toEqual({ data: { me: { pin: '1234' } } });
  });

  it('shows its schema, without what is inaccessible', async () => {
    const answer = await ask('{ book: __type(name: "Book") { fields { name } } }');

    const { data } = answer as { data: { book: { fields: { name: string }[] } } };
    expect(data.book.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['price', 'reviews']));
    expect(data.book.fields.map(({ name }) => name)).not.toContain('shelfMark');
  });

  it('completes the events of a subscription with fields of other subgraphs', async () => {
    const client = await new SocketClient(url).init();
    client.subscribe('s', 'subscription { reviewAdded { stars about { title } author { born } } }');
    await client.until(() => world.openSubscriptions === 1);

    world.addReview('b3', 4);
    await client.until(() => client.events('s').length === 1);

    expect(client.events('s')).toEqual([
      { data: { reviewAdded: { stars: 4, about: { title: 'Winds' }, author: { born: 1988 } } } },
    ]);
    await client.close();
  });

  it('has no events API and no REST, which are our own', async () => {
    const paths = ['/v1/events', '/api/platform/overview', '/api/openapi.json'];

    const answers = await Promise.all(paths.map((path) => fetch(`${url}${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it.each([
    ['is no supergraph', 'type Query { a: Int }', /Give the composed SDL/],
    ['is no SDL', '{', /not a supergraph that can be served/],
  ])('refuses what %s', async (_, supergraphSdl, message) => {
    await expect(createOpenGateway({ supergraphSdl, log })).rejects.toThrow(message);
  });

  it('refuses a supergraph that does not say where a subgraph is', async () => {
    const supergraphSdl = subgraphs.supergraphSdl.replace(/url: "http[^"]*\/stock\/api"/, 'url: ""');

    await expect(createOpenGateway({ supergraphSdl, log })).rejects.toThrow(/where stock is served/);
  });
});
