import type { IncomingHttpHeaders } from 'node:http';
import { credentialFromHeaders } from '../authentication/credential.ts';

const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'];
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * Whether a page of another site may have caused this GET in the name of the visitor: a browser sends it without
 * asking first (https://fetch.spec.whatwg.org/#cors-safelisted-request-header), and it carries a cookie, or the
 * browser itself says that it comes from elsewhere. A program's GET has neither. Any of the headers that force a
 * browser to ask first lets it pass. A POST cannot be forged: only `application/json` is taken.
 */
export function isForgeable(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  if (preflightHeaders.some((name) => headers[name]) || (type !== undefined && !simpleTypes.test(type))) {
    return false;
  }
  const site = headers['sec-fetch-site'];
  return credentialFromHeaders(headers)?.isCookie === true || site === 'cross-site' || site === 'same-site';
}
