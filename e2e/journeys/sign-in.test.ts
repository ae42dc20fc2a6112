import { graphql } from '../support/api-client.ts';
import {
  accountMenu,
  disclosure,
  open,
  see,
  seeFocused,
  sendSignIn,
  sessionToken,
  signIn,
  startJourney,
} from '../support/browser.ts';

const journey = startJourney();
const withoutScripts = { javaScriptEnabled: false };

journey.it(
  'a wrong password is told without saying which part is wrong, and keeps the e-mail address',
  async (page) => {
    await page.goto('/sign-in');

    await sendSignIn(page, { ...journey.instance.owner, password: 'not the password' });

    await see(page.getByRole('alert').getByText('The e-mail address or the password is wrong.'));
    const email = page.getByRole('textbox', { name: 'E-mail' });
    expect(await email.inputValue()).toBe(journey.instance.owner.email);
  },
);

journey.it('an empty form names both fields and puts the focus on the first', async (page) => {
  await page.goto('/sign-in');

  await sendSignIn(page, { email: '', password: '' });

  await see(page.getByText('Enter your e-mail address.'), page.getByText('Enter your password.'));
  await seeFocused(page.getByRole('textbox', { name: 'E-mail' }));
});

journey.it('signing in leads to the page that was asked for', async (page) => {
  await page.goto('/platform/tenants?sort=NAME');
  await see(page.getByText('Sign in to continue where you were.'));

  await sendSignIn(page, journey.instance.owner);

  await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
  expect(page.url()).toBe(`${journey.instance.url}/platform/tenants?sort=NAME`);
});

journey.it('signing out ends the session, not only the cookie', async (page) => {
  await signIn(page, journey.instance.owner);
  const token = await sessionToken(page);

  await accountMenu(page).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();

  await see(page.getByRole('heading', { name: 'Sign in to the platform' }));
  expect(await sessionToken(page)).toBe('');
  expect((await graphql(journey.instance, '{ viewer { id } }', {}, token)).status).toBe(401);
  await page.goto('/platform');
  await see(page.getByRole('button', { name: 'Sign in' }));
});

journey.it(
  'a session that was ended elsewhere leads to signing in, and back to where one was',
  async (page) => {
    await signIn(page, journey.instance.owner, '/platform/tenants/new');
    await see(accountMenu(page));
    await graphql(
      journey.instance,
      'mutation { signOut { userErrors { code } } }',
      {},
      await sessionToken(page),
    );

    await page.getByRole('link', { name: 'Cancel' }).click();
    await see(page.getByText('Sign in to continue where you were.'));
    await sendSignIn(page, journey.instance.owner);

    await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
    expect(new URL(page.url()).pathname).toBe('/platform/tenants');
  },
);

journey.it('signing in never leaves this site, whatever the address asks for', async (page) => {
  for (const target of ['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example/']) {
    await page.goto(`/sign-in?${new URLSearchParams({ redirectTo: target })}`);

    await sendSignIn(page, journey.instance.owner);

    await see(accountMenu(page));
    expect(page.url()).toBe(`${journey.instance.url}/platform`);
    await page.context().clearCookies();
  }
});

journey.it('who is signed in already is not asked again', async (page) => {
  await signIn(page, journey.instance.owner);

  await open(page, '/sign-in?redirectTo=%2Fplatform%2Ftenants');

  await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
});

journey.it(
  'signing in and out works without JavaScript',
  async (page) => {
    await page.goto('/platform/tenants');
    await sendSignIn(page, { ...journey.instance.owner, password: 'not the password' });
    await see(page.getByRole('alert').getByText('The e-mail address or the password is wrong.'));
    expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(
      journey.instance.owner.email,
    );
    expect(await page.getByRole('textbox', { name: 'Password' }).inputValue()).toBe('');

    await sendSignIn(page, journey.instance.owner);
    await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
    await disclosure(page, 'account menu').click();
    await page.getByRole('button', { name: 'Sign out' }).click();

    await see(page.getByRole('heading', { name: 'Sign in to the platform' }));
    await page.goto('/platform');
    await see(page.getByText('Sign in to continue where you were.'));
  },
  withoutScripts,
);
