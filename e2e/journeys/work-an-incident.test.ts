import type { Page } from 'playwright-core';
import { open, see, seeNo, signIn, startJourney } from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const journey = startJourney();

let tenants: [ATenant, ATenant];

beforeAll(async () => {
  tenants = await Promise.all([aTenant(journey.instance), aTenant(journey.instance)]);
}, 60_000);

const isLive = (page: Page) => page.getByRole('banner').getByText(/^Live/);

async function choose(page: Page, { name }: ATenant): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search tenants to add' }).fill(name);
  await page.getByRole('button', { name: `Add ${name}` }).click();
  await see(page.getByRole('button', { name: `Remove ${name}` }));
}

/** Another window of the same person, on the list of incidents. */
async function aWatcher(page: Page): Promise<Page> {
  const watcher = await page.context().newPage();
  await open(watcher, '/platform/incidents');
  await see(isLive(watcher));
  return watcher;
}

journey.it(
  'an incident is opened, worked on and resolved, and a second window sees it live',
  async (page) => {
    const title = 'Mail relay refuses call sheets';
    await signIn(page, journey.instance.owner);
    const watcher = await aWatcher(page);

    await open(page, '/platform/incidents');
    await page.getByRole('main').getByRole('link', { name: 'Open incident' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill(title);
    await page.getByRole('radio', { name: /^Critical/ }).check();
    for (const tenant of tenants) await choose(page, tenant);
    await page.getByRole('textbox', { name: 'What is known so far' }).fill('Credentials expired');
    await page.getByRole('radio', { name: 'Nobody yet' }).check();
    await page.getByRole('button', { name: 'Open incident' }).click();
    await see(page.getByRole('heading', { level: 1, name: title }));

    await see(watcher.getByText('1 incident is open.', { exact: false }));
    await watcher.getByRole('table', { name: 'Incidents' }).getByRole('link', { name: title }).click();
    await see(watcher.getByRole('heading', { level: 1, name: title }), isLive(watcher));
    await watcher.getByRole('textbox', { name: 'Note' }).fill('Half a thought');

    await page.getByRole('combobox', { name: 'Status' }).selectOption('Identified');
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('Major');
    await page.getByRole('combobox', { name: 'Lead' }).selectOption('Platform owner');
    await page.getByRole('textbox', { name: 'Why' }).fill('Only the sheets are late');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await see(page.getByRole('status').getByText('Incident changed'));

    await see(
      watcher.getByText('Set the severity from Critical to Major'),
      watcher.getByText('Set the status from Investigating to Identified'),
      watcher.getByText('Gave the lead to Platform owner'),
      watcher.getByText('Only the sheets are late'),
    );
    // What is being written is not lost to what others do.
    expect(await watcher.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Half a thought');
    await eventually(
      async () =>
        expect(await watcher.getByRole('combobox', { name: 'Severity' }).inputValue()).toBe('MAJOR'),
      10_000,
    );

    await page.getByRole('textbox', { name: 'Note' }).fill('Rotated by hand');
    await page.getByRole('button', { name: 'Add note' }).click();
    await see(page.getByRole('status').getByText('Note added'), watcher.getByText('Rotated by hand'));

    await page.getByRole('link', { name: 'Resolve…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Resolve incident 1?' });
    await question.getByRole('textbox', { name: 'How it ended' }).fill('Sheets go out again');
    await question.getByRole('button', { name: 'Resolve incident' }).click();
    await see(page.getByRole('status').getByText('Incident resolved'));
    await seeNo(question);

    await see(watcher.getByText('Resolved the incident'), watcher.getByRole('link', { name: 'Open again…' }));
  },
);

journey.it('the incident is on the page of its tenants, and each step in the audit log', async (page) => {
  await signIn(page, journey.instance.owner);
  await open(page, `/platform/incidents?view=all&tenant=${tenants[1].id}`);
  await see(page.getByRole('table', { name: 'Incidents' }).getByText('Resolved', { exact: true }));

  await open(page, '/platform/audit-logs?target=Incident');

  const log = page.getByRole('table', { name: 'Audit log' });
  await see(log);
  const actions = await log.getByRole('cell').locator('code').allInnerTexts();
  expect(actions).toEqual(['incident.resolve', 'incident.note', 'incident.update', 'incident.open']);
});
