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
    navigation(page).getByRole('link', { name: 'Dashboard' }),
    navigation(page).getByRole('link', { name: 'Tenants' }),
    page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Platform' }),
    accountMenu(page),
    page.getByRole('link', { name: 'Create tenant' }),
    page.getByRole('searchbox', { name: 'Search tenants' }),
  );
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
  await page.keyboard.press('End');
  await seeFocused(page.getByRole('menuitem', { name: 'Suspend…' }));
  await page.keyboard.press('Enter');

  await see(page.getByRole('alertdialog', { name: `Suspend ${tenant.name}?` }));
});

journey.it('the theme follows the system until one is chosen, and a choice is kept', async (page) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, journey.instance.owner);
  await open(page, '/platform');
  const dark = await background(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background(page);
  expect(light).not.toBe(dark);

  const choose = async (theme: string): Promise<void> => {
    await accountMenu(page).click();
    // It is shown before it is stored.
    const stored = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('menuitem', { name: theme }).click();
    await stored;
  };
  const seeBackground = (colour: string) =>
    eventually(async () => expect(await background(page)).toBe(colour), 10_000);
  await choose('Dark');
  await seeBackground(dark);
  await open(page, '/platform/tenants');
  await seeBackground(dark);
  await page.emulateMedia({ colorScheme: 'dark' });
  await choose('Light');
  await seeBackground(light);
  await choose('As the system');
  await seeBackground(dark);
});

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
