import { InvariantError } from '@intendant/kit/errors';
import { credentialFromHeaders } from '@intendant/gateway/authentication/credential';
import type { Gateway } from '@intendant/gateway/gateway-options';
import { z } from 'zod';

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * A `fetch` of the gateway's `/graphql` for code in the same process: the operation passes every check it would pass
 * over HTTP, and no socket.
 */
export function inProcessFetch(gateway: () => Gateway) {
  return async (path: string, init: RequestInit): Promise<Response> => {
    if (path !== '/graphql' || typeof init.body !== 'string') {
      throw new InvariantError(`Only operations for /graphql are sent in this process, not ${path}.`);
    }
    const headers = Object.fromEntries(new Headers(init.headers));
    const { query, operationName = null, variables = null } = bodySchema.parse(JSON.parse(init.body));
    const { result, requestId } = await gateway().executeOperation({
      query,
      operationName,
      variables,
      credential: credentialFromHeaders(headers),
      // The browser's, as the admin UI's server saw it: sign-in attempts are limited by it.
      address: headers['x-forwarded-for'] ?? 'admin-ui',
      ...(headers['x-request-id'] && { requestId: headers['x-request-id'] }),
      signal: init.signal ?? null,
    });
    // As for the media type application/json: whatever happened is told in the body.
    return Response.json(result, { headers: { 'x-request-id': requestId } });
  };
}
