import { redirectWithToast, takeToast } from './toast.server.ts';

async function cookieOf(to: string): Promise<string> {
  const response = await redirectWithToast(to, 'Incident opened', '#34 Queue stalls.');
  return response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
}

const take = (url: string, cookie: string) => takeToast(new Request(url, { headers: { Cookie: cookie } }));

test('the page that is led to says it, and says it once', async () => {
  const cookie = await cookieOf('/platform/incidents/1?tab=log#top');

  const { toast, headers } = await take('https://intendant.example/platform/incidents/1?tab=log', cookie);

  expect(toast).toMatchObject({ title: 'Incident opened', detail: '#34 Queue stalls.' });
  expect(new Headers(headers).get('Set-Cookie')).toMatch(/^intendant-toast=;.*Max-Age=0/);
});

test('another page that loads meanwhile leaves it', async () => {
  const cookie = await cookieOf('/platform/incidents/1');

  expect(await take('https://intendant.example/platform/incidents', cookie)).toEqual({
    toast: null,
    headers: {},
  });
});

test('nothing is said without a cookie, and what cannot be read is thrown away', async () => {
  const { toast, headers } = await take('https://intendant.example/platform', 'intendant-toast=bm9uc2Vuc2U');

  expect(toast).toBeNull();
  expect(new Headers(headers).get('Set-Cookie')).toContain('Max-Age=0');
  expect(await take('https://intendant.example/platform', '')).toEqual({ toast: null, headers: {} });
});
