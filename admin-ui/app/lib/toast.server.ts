import { createCookie, redirect } from '@remix-run/node';
import { randomUUID } from 'node:crypto';

export type ToastMessage = {
  id: string;
  kind: 'done' | 'failed';
  title: string;
  detail: string | null;
  followUp?: FollowUp | null;
};

/** One thing to do next, for example to undo what was done. */
type FollowUp = { label: string; to: string };

// Survives exactly one redirect; half a minute is for slow networks.
const cookie = createCookie('intendant-toast', { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 30 });

/** Redirects after a success and says what was done on the page that follows. */
export async function redirectWithToast(
  to: string,
  title: string,
  detail: string | null = null,
  followUp: FollowUp | null = null,
): Promise<Response> {
  return leaveWith(to, { id: randomUUID(), kind: 'done', title, detail, followUp });
}

/** Redirects after a refusal to a page that does not show what was refused, and says it there until dismissed. */
export async function refuseWithToast(to: string, title: string, detail: string): Promise<Response> {
  return leaveWith(to, { id: randomUUID(), kind: 'failed', title, detail });
}

async function leaveWith(to: string, message: ToastMessage): Promise<Response> {
  const { pathname } = new URL(to, 'http://any.example');
  return redirect(to, { headers: { 'Set-Cookie': await cookie.serialize({ pathname, message }) } });
}

/** What the page that is asked for should say, once; what is meant for another page stays with the browser. */
export async function takeToast(
  request: Request,
): Promise<{ toast: ToastMessage | null; headers: HeadersInit }> {
  const header = request.headers.get('Cookie');
  if (!header?.includes('intendant-toast=')) return { toast: null, headers: {} };
  const value: unknown = await cookie.parse(header);
  // Another tab of the same browser may load while this one follows the redirect.
  if (isStored(value) && value.pathname !== new URL(request.url).pathname)
    return { toast: null, headers: {} };
  return {
    toast: isStored(value) ? value.message : null,
    headers: { 'Set-Cookie': await cookie.serialize('', { maxAge: 0 }) },
  };
}

type Stored = { pathname: string; message: ToastMessage };

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && 'pathname' in value && 'message' in value;
}
