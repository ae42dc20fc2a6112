import { readShortcuts } from '#app/lib/session.server.ts';
import { action } from './route.tsx';

function send(shortcuts: string, headers: Record<string, string>) {
  const body = new URLSearchParams({ shortcuts, redirectTo: '/platform/tenants' });
  const request = new Request('https://ops.example/shortcuts', { method: 'POST', body, headers });
  return action({ request, context: undefined as never, params: {} });
}

const isOn = (cookie: string | null) =>
  readShortcuts(new Request('https://ops.example/', { headers: { Cookie: cookie?.split(';')[0] ?? '' } }));

test('without a script leads back, and keeps the choice', async () => {
  const response = (await send('off', { Accept: 'text/html' })) as Response;

  expect(response.headers.get('location')).toBe('/platform/tenants');
  expect(await isOn(response.headers.get('set-cookie'))).toBe(false);
});

test('a script stays on its page', async () => {
  const answer = await send('on', { Accept: '*/*' });

  expect(answer).toMatchObject({ type: 'DataWithResponseInit' });
});

test('single keys are on until somebody switches them off', async () => {
  expect(await isOn(null)).toBe(true);
});
