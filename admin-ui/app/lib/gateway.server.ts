import { redirect, type AppLoadContext } from '@remix-run/node';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  Client,
  fetchExchange,
  type AnyVariables,
  type CombinedError,
  type OperationResult,
} from '@urql/core';
import { paths } from './paths.ts';
import { endSession, readSessionToken } from './session.server.ts';

export type RouteArgs = { request: Request; context: AppLoadContext };

/** Calls the gateway as the caller of this request. */
export type Gateway = {
  /**
   * The data, or a thrown response: sign-in, 403, or 500. A section whose source failed is null in the data. A page
   * that is nothing without one field names it as `needs`: that its source failed must not pass for "there is none".
   */
  query<D, V extends AnyVariables>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    options?: { needs: keyof D },
  ): Promise<D>;
  mutate<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<D>;
};

/** One urql client per request: transport only, nothing is cached between requests. */
export function openGateway({ request, context }: RouteArgs): Gateway {
  const token = readSessionToken(request, context);
  const client = new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: (input, init) => context.gatewayFetch(String(input), init ?? {}),
    fetchOptions: {
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'x-request-id': context.requestId,
        'x-forwarded-for': context.clientAddress,
        'user-agent': request.headers.get('User-Agent') ?? 'intendant-admin-ui',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: request.signal,
    },
  });
  return {
    query: async (document, variables, options) =>
      unwrap(await client.query(document, variables), request, context, options?.needs),
    mutate: async (document, variables) =>
      unwrap(await client.mutation(document, variables), request, context),
  };
}

function unwrap<D, V extends AnyVariables>(
  result: OperationResult<D, V>,
  request: Request,
  context: AppLoadContext,
  needs?: keyof D,
): D {
  const { data, error } = result;
  const isUsable = Boolean(data) && (needs === undefined || data?.[needs] != null);
  if (error) refuse(error, isUsable, request, context);
  if (data === undefined || data === null) throw failed(context);
  return data;
}

function refuse(error: CombinedError, isUsable: boolean, request: Request, context: AppLoadContext): void {
  const codes = error.graphQLErrors.map((each) => each.extensions['code']);
  if (codes.includes('UNAUTHENTICATED')) throw signInAgain(request, context);
  const firstPage = withoutCursor(request);
  if (codes.includes('BAD_USER_INPUT') && firstPage !== null) throw redirect(firstPage);
  // With data, the failed parts are null and every page says so in their place.
  if (isUsable) return;
  if (codes.includes('FORBIDDEN')) throw forbidden();
  console.error(
    JSON.stringify({
      level: 'error',
      msg: 'gateway refused',
      requestId: context.requestId,
      error: error.message,
      codes,
    }),
  );
  throw failed(context);
}

/** A list from its start, for an address whose cursor is damaged or of another order; null when it has none. */
function withoutCursor(request: Request): string | null {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method !== 'GET' || !searchParams.has('after')) return null;
  for (const name of ['after', 'page']) searchParams.delete(name);
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}

/** Back to where the caller was, after signing in. A POST cannot be repeated, so its page is shown instead. */
export function signInAgain(request: Request, context: AppLoadContext): Response {
  const url = new URL(request.url);
  const target = request.method === 'GET' ? `${url.pathname}${url.search}` : url.pathname;
  return redirect(paths.signIn(target), { headers: { 'Set-Cookie': endSession(context) } });
}

export function forbidden(): Response {
  return new Response('Not permitted', { status: 403 });
}

export function isForbidden(error: unknown): boolean {
  return error instanceof Response && error.status === 403;
}

export function notFound(): Response {
  return new Response('Not found', { status: 404 });
}

function failed(context: AppLoadContext): Response {
  return new Response(context.requestId, { status: 500, headers: { 'x-request-id': context.requestId } });
}
