import type { Page } from 'playwright-core';
import { open, see, seeNo, signIn, startJourney } from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';

const journey = startJourney();

let tenant: ATenant;

beforeAll(async () => {
  tenant = await aTenant(journey.instance);
}, 60_000);

/** Takes the tables of a subgraph away for a while, so that everything it is asked fails. */
async function without(subgraph: string, scenario: () => Promise<void>): Promise<void> {
  await journey.instance.sql(`alter schema ${subgraph} rename to ${subgraph}_away`);
  try {
    await scenario();
  } finally {
    await journey.instance.sql(`alter schema ${subgraph}_away rename to ${subgraph}`);
  }
}

async function seeFailure(page: Page, path: string): Promise<void> {
  const response = await page.goto(path);

  const alert = page.getByRole('alert');
  await see(alert.getByRole('heading', { level: 1, name: 'This page could not be loaded' }));
  expect(response?.status()).toBe(500);
  expect(await alert.innerText()).toContain(`Request ${response?.headers()['x-request-id']}.`);
}

const expected = { provokes: /status of 500/ };

const blanked = (page: Page) =>
  page.getByText('Billing did not answer. The other figures are not affected.').first();
const revenue = (page: Page) => page.getByRole('region', { name: 'Revenue' });

journey.it(
  'a source that does not answer blanks its part of the page, and comes back by itself or when asked again',
  async (page) => {
    // Not by way of the dashboard, whose figures would be known for half a minute.
    await signIn(page, journey.instance.owner, '/platform/tenants');
    const withoutLiveFigures = await page.context().newPage();
    await withoutLiveFigures.routeWebSocket('**/graphql', () => undefined);
    await without('billing', async () => {
      for (const shown of [page, withoutLiveFigures]) {
        await open(shown, '/platform');
        await see(blanked(shown), shown.getByRole('heading', { name: 'Tenant health' }));
      }
    });

    await see(revenue(page));
    await seeNo(blanked(page));

    // Each card that lacks something offers it, and each asks for the whole section.
    await withoutLiveFigures.getByRole('button', { name: 'Try again' }).first().click();
    await see(revenue(withoutLiveFigures));
    await seeNo(blanked(withoutLiveFigures));
  },
);

journey.it(
  'a tenant that cannot be read is not said to be missing: the page fails with its request id',
  async (page) => {
    await signIn(page, journey.instance.owner);

    await without('tenants', () => seeFailure(page, `/platform/tenants/${tenant.id}`));

    await open(page, `/platform/tenants/${tenant.id}`);
    await see(page.getByRole('heading', { level: 1, name: tenant.name }));
  },
  expected,
);

journey.it(
  'nobody is signed out because the sessions cannot be read for a moment',
  async (page) => {
    await signIn(page, journey.instance.owner);

    await without('security', () => seeFailure(page, '/platform'));

    await open(page, '/platform');
    await see(page.getByRole('heading', { level: 1, name: 'No tenant needs you now.' }));
  },
  expected,
);
