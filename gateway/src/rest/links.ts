export const openapiPath = '/api/openapi.json';

/** The link to the page after this one (RFC 8288); null when there is none. */
export function nextPage(url: URL, body: Readonly<Record<string, unknown>>): string | null {
  const page = body['page'] as { has_next_page?: unknown; end_cursor?: unknown } | undefined;
  if (page?.has_next_page !== true || typeof page.end_cursor !== 'string') {
    return null;
  }
  const query = new URLSearchParams(url.searchParams);
  query.set('after', page.end_cursor);
  return `<${url.pathname}?${query.toString()}>; rel="next"`;
}
