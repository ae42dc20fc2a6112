import type { Locator, Page } from 'playwright-core';
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

const PAGE_SIZE = 25;
const OTHERS = 27;

const journey = startJourney();

let tenants: ATenant[];

beforeAll(async () => {
  tenants = await Promise.all(Array.from({ length: OTHERS }, () => aTenant(journey.instance)));
}, 60_000);

const slug = (page: Page) => page.getByRole('textbox', { name: 'Slug' });
const rows = (page: Page) =>
  page
    .getByRole('table', { name: 'Tenants' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });

/** Waits for the rows, for example of the tenant whose projection is still on its way. */
async function seeNames(page: Page, names: readonly unknown[]): Promise<void> {
  await eventually(async () => {
    const found = await rows(page)
      .getByRole('cell')
      .getByRole('link')
      .filter({ hasText: /\S/ })
      .allInnerTexts();
    expect(found).toEqual(names);
  }, 10_000);
}

/** The order is part of the header; the names may be in it already before the page has changed. */
async function seeOrder(header: Locator, order: 'ascending' | 'descending'): Promise<void> {
  await eventually(async () => expect(await header.getAttribute('aria-sort')).toBe(order), 10_000);
}

async function seeSearch(page: Page, expected: string): Promise<void> {
  await eventually(() => Promise.resolve(expect(new URL(page.url()).search).toBe(expected)), 10_000);
}

const byName = () => [...tenants].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name }) => name);

journey.it(
  'creating a tenant suggests its slug, tells one that is taken at the field, and then shows it',
  async (page) => {
    const [taken] = tenants;
    await signIn(page, journey.instance.owner);
    await open(page, '/platform/tenants');
    await page.getByRole('link', { name: 'Create tenant' }).click();

    await page.getByRole('button', { name: 'Create tenant' }).click();
    await seeFocused(page.getByRole('textbox', { name: 'Name' }));
    await page.getByRole('textbox', { name: 'Name' }).fill('Orchestre du Léman');
    expect(await slug(page).getAttribute('placeholder')).toBe('orchestre-du-leman');
    await page.getByRole('textbox', { name: 'Contact e-mail' }).fill('office@leman.example');
    await slug(page).fill(taken?.slug ?? '');
    await page.getByRole('button', { name: 'Create tenant' }).click();
    await seeFocused(slug(page));
    await see(page.getByRole('alert').getByText('1 field needs a change.'));
    expect(await slug(page).getAttribute('aria-invalid')).toBe('true');

    await slug(page).fill('');
    await page.getByRole('button', { name: 'Create tenant' }).click();

    await see(page.getByRole('heading', { level: 1, name: 'Orchestre du Léman' }));
    await see(page.getByRole('status').getByText('Orchestre du Léman, slug orchestre-du-leman.'));
  },
);

journey.it('a search is an address that survives a reload, and can be emptied again', async (page) => {
  const [wanted] = tenants;
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');

  await page.getByRole('searchbox', { name: 'Search tenants' }).fill(wanted?.slug ?? '');
  await seeSearch(page, `?q=${wanted?.slug}`);
  await seeNames(page, [wanted?.name]);
  await page.reload();
  await see(accountMenu(page));
  await seeNames(page, [wanted?.name]);
  expect(await page.getByRole('searchbox', { name: 'Search tenants' }).inputValue()).toBe(wanted?.slug);

  await page.getByRole('searchbox', { name: 'Search tenants' }).fill('no such tenant');
  await see(page.getByText('No tenant matches “no such tenant”'));
  await page.getByRole('link', { name: 'Clear all filters' }).click();
  await see(page.getByRole('table', { name: 'Tenants' }));
  await seeSearch(page, '');
});

journey.it('filters are chips in the address, and each can be taken off', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants');

  await disclosure(page, 'Add filter').getByText('Add filter').click();
  await page.getByRole('checkbox', { name: 'Active' }).check();
  await page.getByRole('checkbox', { name: 'Enterprise' }).check();
  await page.getByRole('button', { name: 'Apply filters' }).click();
  await see(page.getByText('No tenant matches', { exact: true }));
  await seeSearch(page, '?status=ACTIVE&plan=enterprise');
  await page.reload();
  await page.getByRole('link', { name: 'Remove filter Plan is Enterprise' }).click();

  await seeSearch(page, '?status=ACTIVE');
  await see(page.getByRole('table', { name: 'Tenants' }));
  await seeNo(page.getByRole('link', { name: 'Remove filter Plan is Enterprise' }));
  await see(page.getByRole('link', { name: 'Remove filter Status is Active' }));
});

journey.it('the order is said to everyone, turns round, and survives a reload', async (page) => {
  const names = byName();
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants?q=Ensemble');
  const header = page.getByRole('columnheader', { name: 'Tenant', exact: true });

  await header.getByRole('link').click();
  await seeNames(page, names.slice(0, PAGE_SIZE));
  await seeOrder(header, 'ascending');
  await header.getByRole('link').click();
  await seeNames(page, names.toReversed().slice(0, PAGE_SIZE));
  await page.reload();

  await seeNames(page, names.toReversed().slice(0, PAGE_SIZE));
  await seeOrder(header, 'descending');
  await seeSearch(page, '?q=Ensemble&sort=NAME&direction=DESC');
});

journey.it('a damaged cursor in the address starts the list again', async (page) => {
  await signIn(page, journey.instance.owner);

  await open(page, '/platform/tenants?q=Ensemble&sort=NAME&after=nonsense');

  await seeNames(page, byName().slice(0, PAGE_SIZE));
  await seeSearch(page, '?q=Ensemble&sort=NAME');
});

journey.it('paging goes through all tenants once, forth and back', async (page) => {
  const names = byName();
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/tenants?q=Ensemble&sort=NAME');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await see(pages.getByText(`1 to ${PAGE_SIZE} of ${OTHERS}`));
  await seeNo(pages.getByRole('link', { name: 'Previous' }));

  await pages.getByRole('link', { name: 'Next' }).click();
  await seeNames(page, names.slice(PAGE_SIZE));
  await page.reload();
  await seeNames(page, names.slice(PAGE_SIZE));
  await see(pages.getByText(`26 to ${OTHERS} of ${OTHERS}`));
  await seeNo(pages.getByRole('link', { name: 'Next' }));
  await pages.getByRole('link', { name: 'Previous' }).click();

  await seeNames(page, names.slice(0, PAGE_SIZE));
});

journey.it(
  'searching, creating and suspending work without JavaScript',
  async (page) => {
    await signIn(page, journey.instance.owner, '/platform/tenants');
    await page.getByRole('searchbox', { name: 'Search tenants' }).fill(tenants[1]?.slug ?? '');
    await page.getByRole('button', { name: 'Search' }).click();
    await seeNames(page, [tenants[1]?.name]);

    await page.getByRole('link', { name: 'Create tenant' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Philharmonie Luzern');
    await page.getByRole('textbox', { name: 'Contact e-mail' }).fill('office@luzern.example');
    await slug(page).fill('admin');
    await page.getByRole('button', { name: 'Create tenant' }).click();
    await see(page.getByRole('alert').getByText('1 field needs a change.'));
    await slug(page).fill('');
    await page.getByRole('button', { name: 'Create tenant' }).click();
    await see(page.getByRole('heading', { level: 1, name: 'Philharmonie Luzern' }));

    await page.getByRole('link', { name: 'Suspend…' }).click();
    const question = page.getByRole('region', { name: 'Suspend Philharmonie Luzern?' });
    await question.getByRole('textbox', { name: 'Reason' }).fill('Season break');
    await question
      .getByRole('textbox', { name: 'Type philharmonie-luzern to confirm' })
      .fill('philharmonie-luzern');
    await question.getByRole('button', { name: 'Suspend tenant' }).click();

    await see(page.getByRole('note').getByText('Season break'));
    await see(page.getByRole('link', { name: 'Reactivate…' }));
  },
  { javaScriptEnabled: false },
);
