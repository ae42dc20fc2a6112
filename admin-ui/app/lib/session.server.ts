import { createCookie, type AppLoadContext } from '@remix-run/node';

// The cookie holds nothing but the opaque token that `signIn` returned; the gateway reads the same cookie.
// `__Host-` binds it to this host over a secure connection, which plain http other than localhost is not.
function sessionCookie({ isSecureOrigin }: AppLoadContext, expires?: Date) {
  return {
    name: isSecureOrigin ? '__Host-intendant-session' : 'intendant-session',
    attributes: [
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      ...(isSecureOrigin ? ['Secure'] : []),
      ...(expires ? [`Expires=${expires.toUTCString()}`] : []),
    ].join('; '),
  };
}

export function readSessionToken(request: Request, context: AppLoadContext): string | null {
  const { name } = sessionCookie(context);
  for (const pair of (request.headers.get('Cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

export function startSession(
  context: AppLoadContext,
  token: string,
  expiresAt: string | null | undefined,
): string {
  const { name, attributes } = sessionCookie(context, expiresAt ? new Date(expiresAt) : undefined);
  return `${name}=${token}; ${attributes}`;
}

export function endSession(context: AppLoadContext): string {
  const { name, attributes } = sessionCookie(context, new Date(0));
  return `${name}=; ${attributes}`;
}

const shortcutsCookie = createCookie('intendant-shortcuts', {
  path: '/',
  sameSite: 'lax',
  maxAge: 31_536_000,
});

/** Whether single keys are shortcuts; they are until the reader switches them off. */
export async function readShortcuts(request: Request): Promise<boolean> {
  return (await shortcutsCookie.parse(request.headers.get('Cookie'))) !== 'off';
}

export function rememberShortcuts(areOn: boolean): Promise<string> {
  return shortcutsCookie.serialize(areOn ? '' : 'off', areOn ? { maxAge: 0 } : undefined);
}
