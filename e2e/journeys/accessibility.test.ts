import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { anEvent, sendEvents } from '../support/api-client.ts';
import { see, sendSignIn, startJourney } from '../support/browser.ts';
import { aTenant, type ATenant } from '../support/builders.ts';

const sizes = [
  { name: 'desktop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];

const journey = startJourney();

let tenant: ATenant;

beforeAll(async () => {
  tenant = await aTenant(journey.instance);
  const failure = { workflow: 'invoices', outcome: 'FAILED', durationMs: 50, errorMessage: 'Out of paper' };
  await sendEvents(journey.instance, [
    ...Array.from({ length: 60 }, () => anEvent({ subject: tenant.slug })),
    ...Array.from({ length: 30 }, () => anEvent({ subject: tenant.slug, data: failure })),
    anEvent({
      subject: tenant.slug,
      type: 'drift.detected',
      data: { environment: 'production', summary: 'By hand' },
    }),
    anEvent({
      subject: tenant.slug,
      type: 'credential.failed',
      data: { credential: 'smtp', errorMessage: 'Expired' },
    }),
  ]);
}, 60_000);

/** What axe finds on the page as it is, each with the place and the reason. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)');
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${new URL(page.url()).pathname} ${id}: ${node.target.join(' ')}: ${node.failureSummary}`,
    ),
  );
}

for (const { name, ...device } of sizes) {
  for (const colorScheme of ['light', 'dark'] as const) {
    journey.it(
      `axe finds nothing to object to on any page, ${colorScheme}, ${name}`,
      async (page) => {
        const found: string[] = [];
        await page.goto('/sign-in');
        await sendSignIn(page, { email: 'nobody', password: '' });
        await see(page.getByText('Enter your password.'));
        found.push(...(await violations(page)));
        await sendSignIn(page, journey.instance.owner);
        await page.waitForURL('**/platform');

        for (const path of [
          '/platform',
          '/platform/tenants',
          '/platform/tenants/new',
          `/platform/tenants/${tenant.id}`,
          `/platform/tenants/${tenant.id}?confirm=suspend`,
          '/platform/tenants/none',
        ]) {
          await page.goto(path);
          await see(page.getByRole('heading', { level: 1 }).or(page.getByRole('alertdialog')).first());
          found.push(...(await violations(page)));
        }

        expect(found).toEqual([]);
      },
      { colorScheme, ...device },
    );
  }
}
