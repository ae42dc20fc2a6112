import { HeaderMap } from '@apollo/server';
import { anonymousCaller } from '@intendant/kit/identity/caller';
import { createLog } from '@intendant/kit/log';
import { buildSchema } from 'graphql';
import { createApolloHttp } from './apollo-http.ts';

describe('GraphQL over HTTP when the gateway itself fails', () => {
  it('shows nothing but the request’s id, under which the log has it in full', async () => {
    const lines: string[] = [];
    const apollo = await createApolloHttp({
      schema: buildSchema('type Query { a: Int }'),
      log: createLog({ name: 'gateway', destination: { write: (line) => void lines.push(line) } }),
      persistedDocuments: new Map(),
      execute: () => Promise.reject(new Error('a secret of ours')),
    });

    const answer = await apollo.respond(
      {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: { query: '{ a }' },
      },
      () =>
        Promise.resolve({
          caller: anonymousCaller,
          requestId: 'find-me',
          signal: new AbortController().signal,
          report: () => {},
        }),
    );
    await apollo.stop();

    expect(answer.status).toBe(500);
    expect(answer.body.kind === 'complete' && JSON.parse(answer.body.string)).toEqual({
      errors: [
        {
          message: 'Internal server error',
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'find-me' },
        },
      ],
    });
    expect(lines.some((line) => line.includes('a secret of ours') && line.includes('find-me'))).toBe(true);
  });
});
