import type { IncomingHttpHeaders } from 'node:http';

/** What a request shows to say who it comes from. */
export interface Credential {
  kind: 'SESSION' | 'API_KEY';
  secret: string;
  /** Slug or id of the tenant a user with several memberships wants to act in. */
  tenant: string | null;
  /** A browser sends its cookie with every request, whoever caused it; those need an Origin check. */
  isCookie: boolean;
}

const sessionCookies = ['__Host-intendant-session', 'intendant-session'];
const longestSecret = 512;

/** The credential of an HTTP request: a header when there is one, otherwise the session cookie; null for none. */
export function credentialFromHeaders(headers: IncomingHttpHeaders): Credential | null {
  const tenant = single(headers['x-intendant-tenant']);
  const key = single(headers['x-api-key']);
  if (key !== null) {
    return credential(key, tenant, false);
  }
  if (headers.authorization !== undefined) {
    return credentialFromAuthorization(headers.authorization, tenant);
  }
  const secret = cookieValue(headers.cookie ?? '', sessionCookies);
  return secret === null ? null : { ...credential(secret, tenant, true), kind: 'SESSION' };
}

/**
 * The credential of a WebSocket: `authorization` or `apiKey` of `connection_init`, otherwise what the upgrade request
 * carried.
 */
export function credentialFromConnection(
  params: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders,
): Credential | null {
  const tenant = text(params?.['tenant']) ?? single(headers['x-intendant-tenant']);
  const key = text(params?.['apiKey']);
  if (key !== null) {
    return credential(key, tenant, false);
  }
  const authorization = text(params?.['authorization']) ?? text(params?.['Authorization']);
  if (authorization !== null) {
    return credentialFromAuthorization(authorization, tenant);
  }
  const fromHeaders = credentialFromHeaders(headers);
  return fromHeaders && { ...fromHeaders, tenant };
}

function credentialFromAuthorization(value: string, tenant: string | null): Credential {
  const [, scheme, secret] = /^(\S+)\s+(\S+)\s*$/.exec(value) ?? [];
  // A header nobody understands is a bad credential, not the absence of one.
  return credential(scheme?.toLowerCase() === 'bearer' && secret ? secret : '', tenant, false);
}

function credential(secret: string, tenant: string | null, isCookie: boolean): Credential {
  const kind = secret.startsWith('itd_') ? 'API_KEY' : 'SESSION';
  return { kind, secret: secret.length > longestSecret ? '' : secret, tenant, isCookie };
}

function cookieValue(header: string, names: readonly string[]): string | null {
  const cookies = header.split(';').map((pair) => pair.trim());
  for (const name of names) {
    const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
    const value = found?.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
    if (value) {
      return value;
    }
  }
  return null;
}

function single(value: string | string[] | undefined): string | null {
  return text(Array.isArray(value) ? value[0] : value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
