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
  const message: ToastMessage = { id: randomUUID(), kind: 'done', title, detail, followUp };
  return redirect(to, { headers: { 'Set-Cookie': await cookie.serialize(message) } });
}

export async function takeToast(
  request: Request,
): Promise<{ toast: ToastMessage | null; headers: HeadersInit }> {
  const header = request.headers.get('Cookie');
  if (!header?.includes('intendant-toast=')) return { toast: null, headers: {} };
  const value: unknown = await cookie.parse(header);
  return {
    toast: isToast(value) ? value : null,
    headers: { 'Set-Cookie': await cookie.serialize('', { maxAge: 0 }) },
  };
}

function isToast(value: unknown): value is ToastMessage {
  return typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string';
}
