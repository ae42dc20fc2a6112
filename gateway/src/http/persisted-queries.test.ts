import { createHash } from 'node:crypto';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const greeting = 'query Greet { greeting }';
const persistedId = createHash('sha256').update(greeting).digest('hex');

describe('persisted queries', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ persistedDocuments: new Map([[persistedId, greeting]]) });
  });

  afterAll(() => gateway.close());

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('runs a document by its id', async () => {
    const byId = await post(JSON.stringify({ documentId: `sha256:${persistedId}` }));
    const persistedQuery = { version: 1, sha256Hash: persistedId };
    const byExtension = await post(JSON.stringify({ extensions: { persistedQuery } }));

    expect(await byId.json()).toEqual({ data: { greeting: 'Hello you' } });
    expect(await byExtension.json()).toEqual({ data: { greeting: 'Hello you' } });
  });

  it.each([
    ['a hash that is not the query’s', { version: 1, sha256Hash: '0'.repeat(64) }, /sha does not match/],
    ['no hash', { version: 1 }, /sha does not match/],
    ['a hash that is no text', { version: 1, sha256Hash: 5 }, /sha does not match/],
    ['another version', { version: 2, sha256Hash: persistedId }, /version/],
    ['what is no object', 5, /version/],
  ])('refuses a persisted query with %s as the client’s mistake', async (_, persistedQuery, message) => {
    const answer = await post(JSON.stringify({ query: greeting, extensions: { persistedQuery } }), {
      'x-request-id': 'wrong-persisted-query',
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(message),
          extensions: { code: 'BAD_REQUEST', requestId: 'wrong-persisted-query' },
        },
      ],
    });
    expect(gateway.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
