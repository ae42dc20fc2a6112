import type { Page } from 'playwright-core';
import {
  accountMenu,
  disclosure,
  open,
  see,
  seeFocused,
  seeNo,
  signIn,
  startJourney,
} from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const TOUCH_TARGET_PX = 44;

const journey = startJourney();

let tenant: ATenant;

beforeAll(async () => {
  tenant = await aTenant(journey.instance);
}, 60_000);

const background = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main', exact: true });

async function tabTo(page: Page, ...stops: ReturnType<typeof accountMenu>[]): Promise<void> {
  for (const stop of stops) {
    await page.keyboard.press('Tab');
    await seeFocused(stop);
  }
}

journey.it('the first stop of the Tab key skips what every page repeats', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');

  await tabTo(page, page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');

  await seeFocused(page.getByRole('main'));
  await tabTo(page, page.getByRole('link', { name: 'Create tenant' }));
});

journey.it('the Tab key follows the page: places, account, then the actions', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');

  await tabTo(
    page,
    page.getByRole('link', { name: 'Skip to content' }),
    page.getByRole('link', { name: 'Intendant' }),
    page.getByRole('button', { name: /^All tenants/ }),
    page.getByRole('button', { name: 'Search or jump to', exact: true }),
    ...(await navigation(page).getByRole('link').all()),
    page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Platform' }),
    page.getByRole('button', { name: 'Keyboard shortcuts' }),
    accountMenu(page),
    page.getByRole('link', { name: 'Create tenant' }),
  );
});

journey.it('a tenant is found, looked at and left again without a pointer', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform');

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or jump to' });
  await seeFocused(palette.getByRole('combobox', { name: 'Tenant, page or action' }));
  await page.keyboard.type(tenant.slug);
  await see(palette.getByRole('option', { name: tenant.name, exact: true, selected: true }));
  await page.keyboard.press('Enter');
  await see(page.getByRole('heading', { level: 1, name: tenant.name }));
  await seeNo(palette);

  await page.keyboard.press(']');
  await see(page.getByRole('heading', { level: 2, name: 'Usage over time' }));
  await page.keyboard.press('[');
  await see(page.getByRole('heading', { level: 2, name: 'At risk' }));

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
  const row = page.getByRole('table', { name: 'Tenants' }).getByRole('link', { name: tenant.name });
  await see(row);
  await page.keyboard.press('j');
  await seeFocused(row);
  await page.keyboard.press('x');
  await see(page.getByText('1 selected', { exact: true }));
  await page.keyboard.press('Escape');
  await seeNo(page.getByText('1 selected', { exact: true }));
  await row.press('Enter');
  await see(page.getByRole('heading', { level: 1, name: tenant.name }));
});

journey.it('the list of keys opens, switches single keys off, and gives the focus back', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
  await seeFocused(help.getByRole('button', { name: 'Close' }));
  await help.getByRole('button', { name: 'Switch single keys off' }).press('Enter');
  await see(help.getByText('Single keys are switched off; only the command palette opens by keyboard.'));
  await page.keyboard.press('Escape');
  await seeNo(help);
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');

  await see(page.getByRole('dialog', { name: 'Search or jump to' }));
  await seeNo(help);
});

journey.it('a slash goes to the search, but is a character while typing', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');
  const search = page.getByRole('searchbox', { name: 'Search tenants' });

  await page.keyboard.press('/');
  await seeFocused(search);
  expect(await search.inputValue()).toBe('');
  await page.keyboard.type('a/b');

  expect(await search.inputValue()).toBe('a/b');
});

journey.it('menus are worked by keyboard and give the focus back', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');
  const actions = page.getByRole('button', { name: `Actions for ${tenant.name}` });

  await actions.press('Enter');
  await seeFocused(page.getByRole('menuitem', { name: 'Open' }));
  await page.keyboard.press('ArrowDown');
  await seeFocused(page.getByRole('menuitem', { name: 'Edit' }));
  await page.keyboard.press('Escape');
  await seeNo(page.getByRole('menu'));
  await seeFocused(actions);
  await actions.press('Enter');
  await seeFocused(page.getByRole('menuitem', { name: 'Open' }));
  await page.keyboard.press('End');
  await seeFocused(page.getByRole('menuitem', { name: 'Suspend…' }));
  await page.keyboard.press('Enter');

  await see(page.getByRole('alertdialog', { name: `Suspend ${tenant.name}?` }));
});

journey.it(
  'the theme follows the system until one is chosen, and a choice is kept however soon the page is left',
  async (page) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await signIn(page, journey.instance.owner);
    await open(page, '/platform');
    const dark = await background(page);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await background(page);
    expect(light).not.toBe(dark);

    const choose = async (theme: string): Promise<void> => {
      await accountMenu(page).click();
      await page.getByRole('menuitem', { name: theme }).click();
    };
    const seeBackground = (colour: string) =>
      eventually(async () => expect(await background(page)).toBe(colour), 10_000);
    await choose('Dark');
    await page.reload();
    await see(accountMenu(page));
    await seeBackground(dark);
    await open(page, '/platform/tenants');
    await seeBackground(dark);
    await page.emulateMedia({ colorScheme: 'dark' });
    await choose('Light');
    await seeBackground(light);
    await choose('As the system');
    await seeBackground(dark);
  },
  // The form that tells the server may be cut off by the reload.
  { provokes: /Failed to fetch|net::ERR_ABORTED/ },
);

journey.it(
  'on a phone the menu opens, leads on, and closes',
  async (page) => {
    await signIn(page, journey.instance.owner);
    await open(page, '/platform');
    const menu = page.getByRole('banner').getByLabel('Menu', { exact: true });
    const places = page.getByRole('navigation', { name: 'Main, phone' });
    await seeNo(places, navigation(page));

    await menu.tap();
    await see(places);
    await page.keyboard.press('Escape');
    await seeNo(places);
    await menu.tap();
    await places.getByRole('link', { name: 'Tenants' }).tap();

    await see(page.getByRole('heading', { level: 1, name: 'Tenants' }));
    await seeNo(places);
  },
  phone,
);

journey.it(
  'on a phone no page scrolls sideways, and what is pressed is as large as a finger',
  async (page) => {
    await page.goto('/sign-in');
    const found = await misfits(page);
    await signIn(page, journey.instance.owner);
    for (const path of [
      '/platform',
      '/platform/tenants',
      '/platform/tenants/new',
      `/platform/tenants/${tenant.id}`,
      `/platform/tenants/${tenant.id}/edit`,
      `/platform/tenants/${tenant.id}?confirm=suspend`,
      '/platform/no-such-page',
    ]) {
      await page.goto(path);
      await see(page.getByRole('heading', { level: 1 }).or(page.getByRole('alertdialog')).first());
      found.push(...(await misfits(page)));
    }
    await open(page, '/platform/tenants');
    await disclosure(page, 'Add filter').getByText('Add filter').tap();
    await see(page.getByRole('button', { name: 'Apply filters' }));

    expect([...found, ...(await misfits(page))]).toEqual([]);
  },
  phone,
);

/** What makes the page wider than the screen, and the buttons and fields too small to touch. */
async function misfits(page: Page): Promise<string[]> {
  const path = new URL(page.url()).pathname;
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  const found = width > phone.viewport.width ? [`${path} is ${width} wide`] : [];
  for (const role of ['button', 'textbox', 'searchbox'] as const) {
    for (const control of await page.getByRole(role).all()) {
      const box = await control.boundingBox();
      if (box && Math.min(box.width, box.height) < TOUCH_TARGET_PX - 0.5) {
        found.push(`${path} ${role} ${await control.innerText()} is ${box.width} × ${box.height}`);
      }
    }
  }
  return found;
}
