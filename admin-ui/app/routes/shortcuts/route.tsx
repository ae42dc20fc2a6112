import { data, redirect, type ActionFunctionArgs } from '@remix-run/node';
import { paths, safeRedirect } from '#app/lib/paths.ts';
import { isFetch } from '#app/lib/is-fetch.server.ts';
import { rememberShortcuts } from '#app/lib/session.server.ts';

/** Keeps in a cookie whether single keys are shortcuts. Open to everyone: it reads and changes nothing else. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = { 'Set-Cookie': await rememberShortcuts(form.get('shortcuts') !== 'off') };
  if (isFetch(request)) return data(null, { headers });
  return redirect(safeRedirect(form.get('redirectTo')), { headers });
}

export function loader() {
  return redirect(paths.home());
}
