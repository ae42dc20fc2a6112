import { accountMenu, open, see, seeNo, signIn, startJourney } from '../support/browser.ts';
import { aTenant, aUser, type ATenant, type AUser } from '../support/builders.ts';

const journey = startJourney();

let tenant: ATenant;
let viewer: AUser;
let billing: AUser;
let member: AUser;

beforeAll(async () => {
  tenant = await aTenant(journey.instance);
  viewer = await aUser(journey.instance, { platformRole: 'VIEWER' });
  billing = await aUser(journey.instance, { platformRole: 'BILLING' });
  member = await aUser(journey.instance, { tenantId: tenant.id });
}, 60_000);

const notPermitted = 'You are not permitted to see this page';

journey.it('a viewer reads everything and is offered no change', async (page) => {
  await signIn(page, viewer);
  await open(page, '/platform/tenants');
  await see(page.getByRole('link', { name: tenant.name }));
  await seeNo(page.getByRole('link', { name: 'Create tenant' }));
  await page.getByRole('button', { name: `Actions for ${tenant.name}` }).click();
  await see(page.getByRole('menuitem', { name: 'Open' }));
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Open', 'Copy slug', 'View audit log']);

  await page.getByRole('menuitem', { name: 'Open' }).click();

  await see(page.getByRole('heading', { level: 1, name: tenant.name }));
  await seeNo(page.getByRole('link', { name: 'Suspend…' }), page.getByRole('link', { name: 'Edit' }));
});

journey.it('a viewer who knows the addresses of changes is refused', async (page) => {
  await signIn(page, viewer);

  for (const path of ['/platform/tenants/new', `/platform/tenants/${tenant.id}/edit`]) {
    const response = await page.goto(path);

    await see(page.getByRole('alert').getByRole('heading', { level: 1, name: notPermitted }));
    await see(page.getByRole('navigation', { name: 'Main', exact: true }));
    expect(response?.status()).toBe(403);
  }
  await open(page, `/platform/tenants/${tenant.id}?confirm=suspend`);
  await see(page.getByRole('heading', { level: 1, name: tenant.name }));
  await seeNo(page.getByRole('alertdialog'));
});

journey.it(
  'a member of one tenant is not permitted on the platform, and sees no other page offered',
  async (page) => {
    await signIn(page, member);

    await see(page.getByRole('alert').getByRole('heading', { level: 1, name: notPermitted }));
    expect((await page.reload())?.status()).toBe(403);
    await seeNo(page.getByRole('link', { name: 'Tenants' }), page.getByText(tenant.name));
  },
);

journey.it(
  'billing staff find a tenant without knowing how it fares, and grant it an override',
  async (page) => {
    await signIn(page, billing);
    await page
      .getByRole('navigation', { name: 'Main', exact: true })
      .getByRole('link', { name: 'Tenants' })
      .click();
    const list = page.getByRole('table', { name: 'Tenants' });
    await see(list.getByRole('row', { name: new RegExp(`${tenant.name}.*Active.*Free.*None overdue`) }));

    await open(page, '/platform/enforcement/new');
    await page.getByRole('searchbox', { name: 'Search for a tenant' }).fill(tenant.name);
    await page.getByRole('button', { name: `Choose ${tenant.name}` }).click();
    await see(page.getByRole('heading', { level: 2, name: `${tenant.name} today` }));
    await page.getByRole('textbox', { name: 'New limit' }).fill('20');
    await page.getByLabel('Until').fill(`${new Date().getUTCFullYear() + 1}-06-30`);
    await page.getByRole('textbox', { name: 'Reason' }).fill('Agreed with sales');
    await page.getByRole('button', { name: 'Grant override' }).click();

    await see(page.getByRole('status').getByText('Override granted'));
  },
);

journey.it('a tenant that does not exist is said to be missing, and a way back is offered', async (page) => {
  await signIn(page, journey.instance.owner);

  for (const id of ['00000000-0000-4000-8000-000000000000', 'not-an-id']) {
    const response = await page.goto(`/platform/tenants/${id}`);

    await see(page.getByRole('alert').getByRole('heading', { level: 1, name: 'There is no such tenant' }));
    expect(response?.status()).toBe(404);
  }
  await page.getByRole('link', { name: 'Open the tenants' }).click();
  await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
});

journey.it(
  'an address that leads nowhere says so, within the platform beside its navigation',
  async (page) => {
    const missing = page.getByRole('alert').getByRole('heading', { level: 1, name: 'There is no such page' });
    expect((await page.goto('/no-such-page'))?.status()).toBe(404);
    await see(missing);
    await signIn(page, journey.instance.owner);

    expect((await page.goto('/platform/no-such-page'))?.status()).toBe(404);

    await see(missing, accountMenu(page));
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await see(page.getByRole('heading', { level: 1, name: 'No tenant needs you now.' }));
  },
);
