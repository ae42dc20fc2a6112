import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeGateway, sessionCookie } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const page = { path: '/sign-in', at: '/sign-in?redirectTo=%2Fplatform%2Ftenants', isSignedIn: false };

async function signInAs(email: string, password: string) {
  const user = userEvent.setup();
  if (email) await user.type(await screen.findByLabelText('E-mail'), email);
  if (password) await user.type(await screen.findByLabelText('Password'), password);
  await user.click(await screen.findByRole('button', { name: 'Sign in' }));
}

test('says what is missing beside each field and asks nobody', async () => {
  const { context, calls } = fakeGateway({});
  renderRoute(route, { ...page, context });

  await signInAs('', '');

  expect(await screen.findByRole('alert')).toHaveTextContent('2 fields need a change. E-mail, Password.');
  expect(screen.getByLabelText('E-mail')).toHaveAccessibleDescription('Enter your e-mail address.');
  expect(screen.getByLabelText('E-mail')).toHaveFocus();
  expect(calls).toEqual([]);
});

test('shows a refusal beside the field it names', async () => {
  const userErrors = [{ message: 'E-mail and password do not match.', field: ['input', 'password'] }];
  const { context } = fakeGateway({
    SignIn: { data: { signIn: { sessionToken: null, expiresAt: null, userErrors } } },
  });
  renderRoute(route, { ...page, context });

  await signInAs('mara@stage.example', 'not the password');

  expect(await screen.findByLabelText('Password')).toHaveAccessibleDescription(
    'E-mail and password do not match.',
  );
});

test('starts a session bound to the host and returns to where the reader was', async () => {
  const { context } = fakeGateway({
    SignIn: { data: { signIn: { sessionToken: 'token-1', expiresAt: null, userErrors: [] } } },
  });
  const body = new URLSearchParams({
    email: 'mara@stage.example',
    password: 'right',
    redirectTo: '/platform/tenants',
  });
  const request = new Request('http://localhost/sign-in', { method: 'POST', body });

  const response = await route.action({ request, context, params: {} });

  expect(response).toBeInstanceOf(Response);
  const { headers } = response as Response;
  expect(headers.get('Location')).toBe('/platform/tenants');
  expect(headers.get('Set-Cookie')).toBe(
    '__Host-intendant-session=token-1; Path=/; HttpOnly; SameSite=Lax; Secure',
  );
});

test('never sends a reader to another site', async () => {
  const { context } = fakeGateway({
    SignIn: { data: { signIn: { sessionToken: 'token-1', expiresAt: null, userErrors: [] } } },
  });
  const body = new URLSearchParams({ email: 'a@b.example', password: 'right', redirectTo: '//evil.example' });
  const request = new Request('http://localhost/sign-in', { method: 'POST', body });

  const response = (await route.action({ request, context, params: {} })) as Response;

  expect(response.headers.get('Location')).toBe('/');
});

test('forgets a session that has to name a tenant, so that somebody else can sign in', async () => {
  const errors = [{ message: 'Name a tenant in X-Intendant-Tenant.', extensions: { code: 'FORBIDDEN' } }];
  const { context } = fakeGateway({ Caller: { errors } });
  const address = 'http://localhost/sign-in?redirectTo=%2Fplatform';
  const request = new Request(address, { headers: { cookie: sessionCookie } });

  const response = await route.loader({ request, context, params: {} }).catch((error: unknown) => error);

  expect(response).toBeInstanceOf(Response);
  const { headers } = response as Response;
  expect(headers.get('Location')).toBe('/sign-in?redirectTo=%2Fplatform');
  expect(headers.get('Set-Cookie')).toMatch(/^__Host-intendant-session=;.*Expires=Thu, 01 Jan 1970/);
});
