import Negotiator from 'negotiator';

/** The media types of JSON as we send it; `Accept: application/json` without the parameter takes it, too. */
export const json = 'application/json; charset=utf-8';
export const graphqlJson = 'application/graphql-response+json; charset=utf-8';

/**
 * Whether the client takes any of these media types (RFC 9110, 12.5.1), by the library Apollo decides with. An empty
 * `Accept` says nothing, as none does.
 */
export function accepts(accept: string | undefined, offered: readonly string[]): boolean {
  return !accept?.trim() || new Negotiator({ headers: { accept } }).mediaType(offered) !== undefined;
}
