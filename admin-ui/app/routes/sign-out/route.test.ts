import { fakeGateway, sessionCookie } from '#app/testing/fake-gateway.ts';
import * as route from './route.tsx';

const request = (): Request =>
  new Request('http://localhost/sign-out', { method: 'POST', headers: { cookie: sessionCookie } });

test.each([
  ['ends the session', { data: { signOut: { userErrors: [] } } }],
  [
    'forgets a session that has to name a tenant and so cannot end itself',
    { errors: [{ message: 'Name a tenant.', extensions: { code: 'FORBIDDEN' } }] },
  ],
])('%s', async (_, answer) => {
  const { context, calls } = fakeGateway({ SignOut: answer });

  const { headers } = await route.action({ request: request(), context, params: {} });

  expect(calls.map(({ operation }) => operation)).toEqual(['SignOut']);
  expect(headers.get('Location')).toBe('/sign-in');
  expect(headers.get('Set-Cookie')).toMatch(/^__Host-intendant-session=;.*Expires=Thu, 01 Jan 1970/);
});
