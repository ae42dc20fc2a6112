import { data, redirect, type ActionFunctionArgs } from '@remix-run/node';
import { paths, safeRedirect } from '#app/lib/paths.ts';
import { rememberTheme } from '#app/lib/session.server.ts';

/** Keeps the reader's theme in a cookie; `system` forgets it. Open to everyone: it reads and changes nothing else. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const theme = form.get('theme');
  const headers = { 'Set-Cookie': await rememberTheme(theme === 'light' || theme === 'dark' ? theme : null) };
  // A fetch keeps its page and needs no redirect; a form sent before JavaScript does.
  if (
    new URL(request.url).searchParams.has('_data') ||
    request.headers.get('Accept')?.includes('text/html') === false
  ) {
    return data(null, { headers });
  }
  return redirect(safeRedirect(form.get('redirectTo')), { headers });
}

export function loader() {
  return redirect(paths.home());
}
