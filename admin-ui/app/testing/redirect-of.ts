import { takeToast } from '#app/lib/toast.server.ts';

/** Where the answer of an action leads, and what the page there will say. */
export async function redirectOf(answer: unknown) {
  if (!(answer instanceof Response)) throw new Error('The action did not redirect.');
  const to = answer.headers.get('Location') ?? '';
  const cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const request = new Request(new URL(to, 'http://localhost'), { headers: { Cookie: cookie } });
  return { to, toast: (await takeToast(request)).toast };
}
