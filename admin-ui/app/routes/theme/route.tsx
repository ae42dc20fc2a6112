import { data, redirect, type ActionFunctionArgs } from '@remix-run/node';
import { paths, safeRedirect } from '#app/lib/paths.ts';
import { isFetch } from '#app/lib/is-fetch.server.ts';
import { readChoice, themeCookie } from '#app/lib/theme.ts';

/** Keeps the reader's theme in a cookie; `system` forgets it. Open to everyone: it reads and changes nothing else. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = { 'Set-Cookie': themeCookie(readChoice(form.get('theme'))) };
  if (isFetch(request)) return data(null, { headers });
  return redirect(safeRedirect(form.get('redirectTo')), { headers });
}

export function loader() {
  return redirect(paths.home());
}
