import type { Page } from 'playwright-core';
import { anEvent, graphql, sendEvents } from '../support/api-client.ts';
import { open, see, seeNo, signIn, startJourney } from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const reason = 'Festival season, agreed with sales';
const end = 'The season is over';

const journey = startJourney();

let tenant: ATenant;

// The Free plan, on which a tenant begins, allows five workflows.
beforeAll(async () => {
  tenant = await aTenant(journey.instance);
  const data = { workflows: 8, environments: 1, storageBytes: 1_000 };
  await sendEvents(journey.instance, [
    anEvent({ subject: tenant.slug, type: 'resources.counted', data }),
    anEvent({ subject: tenant.slug }),
  ]);
  await untilBillingKnows();
}, 60_000);

/** Usage is reported every five minutes; here it is asked for until billing has heard of it. */
async function untilBillingKnows(): Promise<void> {
  await eventually(async () => {
    await journey.instance.sql(
      `select platform.enqueue('health:report-usage', '{}'::json, null, 'report-usage-now', null, null)`,
    );
    const { data } = await graphql<{ entitlementExceptions: { totalCount: number } }>(
      journey.instance,
      'query { entitlementExceptions(first: 1) { totalCount } }',
    );
    expect(data.entitlementExceptions.totalCount).toBe(1);
  }, 45_000);
}

const rowOf = (page: Page, table: string) =>
  page.getByRole('table', { name: table }).getByRole('row', { name: new RegExp(tenant.name) });

/** A day next year, as the field takes it. */
function aDayNextYear(): string {
  return `${new Date().getUTCFullYear() + 1}-06-30`;
}

journey.it('an exception is mended by an override, with who, why and until when', async (page) => {
  await signIn(page, journey.instance.owner, '/platform/enforcement');
  await see(page.getByRole('link', { name: '1 limit is' }));
  const exception = rowOf(page, 'Entitlement exceptions');
  await see(exception.getByText('8 of 5'), exception.getByText('Above limit'));

  await exception.getByRole('link', { name: `Grant override of ${tenant.name}` }).click();
  await see(page.getByRole('heading', { level: 2, name: `${tenant.name} today` }));
  await page.getByRole('button', { name: 'Grant override' }).click();
  await see(page.getByRole('alert').getByText('3 fields need a change.'));
  await page.getByRole('textbox', { name: 'New limit' }).fill('20');
  await page.getByLabel('Until').fill(aDayNextYear());
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: 'Grant override' }).click();

  await see(page.getByRole('status').getByText('Override granted'));
  const override = rowOf(page, 'Overrides');
  await see(
    override.getByRole('cell', { name: '20', exact: true }),
    override.getByText('In force'),
    override.getByText(reason),
    override.getByText('Platform owner'),
  );
});

journey.it('the override is on the page of its tenant and in the audit log', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, `/platform/tenants/${tenant.id}?tab=plan`);
  await see(page.getByRole('table', { name: 'Overrides' }).getByRole('row', { name: new RegExp(reason) }));

  await open(page, `/platform/audit-logs?tenant=${tenant.id}&action=override.grant`);
  await page
    .getByRole('table', { name: 'Audit log' })
    .getByRole('link', { name: 'Granted an override' })
    .click();

  await see(page.getByRole('heading', { level: 1, name: 'Granted an override' }));
  const state = page.getByRole('table', { name: 'State before and after' });
  await see(state.getByRole('cell', { name: reason }));
});

journey.it('revoking asks why, and the exception is back at once', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, '/platform/enforcement?view=overrides&status=IN_FORCE');

  await page.getByRole('link', { name: `Revoke… of ${tenant.name}` }).click();
  const question = page.getByRole('alertdialog', { name: `Revoke the override of ${tenant.name}?` });
  await question.getByRole('button', { name: 'Revoke override' }).click();
  await see(question.getByText('Say why: it is kept in the audit log.'));
  await question.getByRole('textbox', { name: 'Reason' }).fill(end);
  await question.getByRole('button', { name: 'Revoke override' }).click();

  await see(page.getByRole('status').getByText('Override revoked'));
  await seeNo(question);
  await see(page.getByRole('heading', { name: 'No override matches' }));
  await open(page, '/platform/enforcement?view=overrides');
  const override = rowOf(page, 'Overrides');
  await see(override.getByText('Revoked'), override.getByText(end));
  await open(page, '/platform/enforcement');
  await see(rowOf(page, 'Entitlement exceptions').getByText('Above limit'));
});

journey.it(
  'an override is granted without JavaScript, to a tenant that was searched for',
  async (page) => {
    await signIn(page, journey.instance.owner, '/platform/enforcement/new');
    await page.getByLabel('Entitlement').selectOption({ label: 'Workflows' });
    await page.getByRole('textbox', { name: 'New limit' }).fill('30');
    await page.getByLabel('Until').fill(aDayNextYear());
    await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
    const search = page.getByRole('searchbox', { name: 'Search for a tenant' });
    await search.fill('no such tenant');
    await page.getByRole('button', { name: 'Find' }).click();
    await see(page.getByText('No other tenant matches “no such tenant”.'));
    await search.fill(tenant.slug);
    await page.getByRole('button', { name: 'Find' }).click();

    const found = page.getByRole('radio', { name: tenant.name });
    await see(found);
    await page.getByRole('button', { name: 'Grant override' }).click();
    await see(page.getByRole('alert').getByText('1 field needs a change.'));
    await found.check();
    await page.getByRole('textbox', { name: 'Reason' }).press('Enter');

    await see(page.getByRole('status').getByText('Override granted'));
    await page.goto('/platform/enforcement?view=overrides&status=IN_FORCE');
    const override = rowOf(page, 'Overrides');
    await see(override.getByRole('cell', { name: '30', exact: true }), override.getByText(reason));
  },
  { javaScriptEnabled: false },
);
