import type { Page } from 'playwright-core';
import { anEvent, sendEvents } from '../support/api-client.ts';
import { open, see, seeFocused, seeNo, signIn, startJourney } from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const journey = startJourney();

let failing: ATenant;

beforeAll(async () => {
  const { instance } = journey;
  const healthy = await aTenant(instance);
  failing = await aTenant(instance);
  const failure = {
    workflow: 'nightly-export',
    outcome: 'FAILED',
    durationMs: 900,
    errorCode: 'SMTP_TIMEOUT',
    errorMessage: 'The mail server did not answer within 30 s',
  };
  await sendEvents(instance, [
    ...Array.from({ length: 170 }, () => anEvent({ subject: failing.slug })),
    ...Array.from({ length: 30 }, () => anEvent({ subject: failing.slug, data: failure })),
    ...Array.from({ length: 40 }, () => anEvent({ subject: healthy.slug })),
  ]);
}, 60_000);

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const parts = (page: Page) => page.getByRole('navigation', { name: `Parts of ${failing.name}` });

journey.it('the dashboard says how many tenants need you, and leads to the cause', async (page) => {
  await signIn(page, journey.instance.owner);
  await see(page.getByRole('heading', { level: 1, name: '1 of 2 tenants needs you.' }));
  const atRisk = region(page, 'Tenants at risk').getByRole('listitem');
  await see(atRisk.getByText('15.0%'), atRisk.getByText('threshold 10%'));

  await atRisk.getByRole('link', { name: `Review failures of ${failing.name}` }).click();

  await see(
    page.getByRole('heading', { level: 1, name: failing.name }),
    page.getByText('At risk, 1 clause', { exact: true }),
  );
  const workflow = page
    .getByRole('table', { name: 'Failures by workflow' })
    .getByRole('row', { name: /nightly-export/ });
  await see(workflow.getByText('100.0%'));
  await workflow.getByRole('link', { name: /^SMTP_TIMEOUT/ }).click();
  const executions = page.getByRole('table', { name: 'Failing executions' });
  await see(page.getByRole('link', { name: 'Remove filter Error is SMTP_TIMEOUT' }));
  await see(executions.getByText('The mail server did not answer within 30 s'));

  await parts(page).getByRole('link', { name: 'Overview' }).click();
  const why = region(page, 'Why it is at risk');
  await see(
    why.getByText('15.0%'),
    why.getByText('threshold 10%'),
    why.getByText('30 of 200 executions', { exact: true }),
    why.getByText('The mail server did not answer within 30 s'),
  );
});

journey.it(
  'suspending asks for a reason and the slug, is kept with both, and can be undone',
  async (page) => {
    await signIn(page, journey.instance.owner);
    await open(page, `/platform/tenants/${failing.id}`);

    await page.getByRole('link', { name: 'Suspend…' }).click();
    const question = page.getByRole('alertdialog', { name: `Suspend ${failing.name}?` });
    await question.getByRole('button', { name: 'Suspend tenant' }).click();
    await see(question.getByText('Say why: it is kept in the audit log.'));
    await question.getByRole('textbox', { name: 'Reason' }).fill('Floods the mail server');
    await question.getByRole('textbox', { name: `Type ${failing.slug} to confirm` }).fill(failing.slug);
    await question.getByRole('button', { name: 'Suspend tenant' }).click();

    await see(page.getByRole('status').getByText('Tenant suspended'));
    await seeNo(question);
    await see(page.getByRole('note').getByText('Floods the mail server'));
    const activity = region(page, 'Activity and account').getByRole('listitem');
    await see(activity.getByText('Suspended the tenant: Floods the mail server'));

    await activity.getByRole('link', { name: /^Suspended the tenant/ }).click();
    await see(
      page.getByRole('heading', { level: 1, name: /Suspended the tenant/ }),
      page.getByRole('main').getByText('Floods the mail server'),
    );

    await page.goBack();
    await page.getByRole('link', { name: 'Reactivate…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reactivate tenant' }).click();

    await see(page.getByRole('status').getByText('Tenant reactivated'));
    await see(page.getByRole('link', { name: 'Suspend…' }));
    await eventually(
      async () =>
        expect(await activity.getByRole('link').allInnerTexts()).toEqual([
          'Reactivated the tenant',
          'Suspended the tenant: Floods the mail server',
          'Started a subscription',
          'Created the tenant',
        ]),
      10_000,
    );
  },
);

journey.it('cancelling a confirmation changes nothing', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, `/platform/tenants/${failing.id}`);

  await page.getByRole('link', { name: 'Suspend…' }).click();
  await seeFocused(page.getByRole('button', { name: 'Cancel' }));
  await page.keyboard.press('Escape');

  await seeNo(page.getByRole('alertdialog'));
  await eventually(() => Promise.resolve(expect(page.url()).not.toContain('confirm')), 5_000);
  await see(page.getByRole('link', { name: 'Suspend…' }));
});
