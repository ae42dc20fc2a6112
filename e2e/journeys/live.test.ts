import type { Page } from 'playwright-core';
import { anEvent, graphql, sendEvents } from '../support/api-client.ts';
import { open, see, sendSignIn, sessionToken, signIn, startJourney } from '../support/browser.ts';
import { aTenant } from '../support/builders.ts';
import { cuttableLine, type CuttableLine } from '../support/cuttable-line.ts';
import { eventually } from '../support/eventually.ts';

const CUT_MS = 5_000;

const journey = startJourney();

let line: CuttableLine;

beforeAll(async () => {
  line = await cuttableLine(journey.instance.url);
}, 60_000);
afterAll(() => line?.close());

const indicator = (page: Page, text: RegExp) => page.getByRole('banner').getByText(text);
const executions = (page: Page) =>
  page.getByRole('region', { name: 'Usage' }).getByRole('link', { name: /^Executions 24 h/ });
const failure = { workflow: 'invoices', outcome: 'FAILED', durationMs: 50, errorMessage: 'Out of paper' };

/** Sends events, and waits until the page shows what they change. */
async function untilShown(
  send: () => Promise<{ status: number }>,
  shown: () => Promise<void>,
): Promise<void> {
  const { status } = await send();
  expect(status).toBe(202);
  await eventually(shown, 10_000);
}

journey.it('what is reported is on the open dashboard without a reload', async (page) => {
  const tenant = await aTenant(journey.instance);
  await signIn(page, journey.instance.owner);
  await see(indicator(page, /^Live/));
  await see(page.getByRole('heading', { level: 1, name: 'No tenant needs you now.' }));
  await page.evaluate('window.isTheSamePage = true');

  await untilShown(
    () =>
      sendEvents(
        journey.instance,
        Array.from({ length: 7 }, () => anEvent({ subject: tenant.slug })),
      ),
    async () => expect(await executions(page).innerText()).toMatch(/\b7\b/),
  );
  await untilShown(
    () =>
      sendEvents(
        journey.instance,
        Array.from({ length: 25 }, () => anEvent({ subject: tenant.slug, data: failure })),
      ),
    async () => {
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
        'The only tenant needs you, critically.',
      );
      const atRisk = page.getByRole('region', { name: 'Tenants at risk' });
      expect(await atRisk.getByRole('listitem').allInnerTexts()).toEqual([
        expect.stringContaining(tenant.name),
      ]);
    },
  );

  expect(await page.evaluate('window.isTheSamePage')).toBe(true);
});

journey.it('an open tenant page follows its tenant', async (page) => {
  const tenant = await aTenant(journey.instance);
  await signIn(page, journey.instance.owner);
  await open(page, `/platform/tenants/${tenant.id}`);
  await see(indicator(page, /^Live/), page.getByText('Not at risk'));

  const drift = { environment: 'production', summary: 'Scaled by hand' };
  await sendEvents(
    journey.instance,
    Array.from({ length: 3 }, () => anEvent({ subject: tenant.slug, type: 'drift.detected', data: drift })),
  );

  await see(page.getByText('At risk, 1 clause', { exact: true }));
  await see(page.getByRole('region', { name: 'Why it is at risk' }).getByText('Scaled by hand'));
});

journey.it(
  'a cut connection is said at once, and nothing is missing when it is back',
  async (page) => {
    const tenant = await aTenant(journey.instance);
    await page.goto(`${line.url}/platform`);
    await sendSignIn(page, journey.instance.owner);
    await see(indicator(page, /^Live/));
    const before = Number(/\d+/.exec((await executions(page).innerText()).replace('24 h', ''))?.[0]);

    line.cut();
    await see(indicator(page, /^Reconnecting, try \d/));
    await sendEvents(journey.instance, [
      anEvent({ subject: tenant.slug }),
      anEvent({ subject: tenant.slug }),
    ]);
    line.mend();

    await see(indicator(page, /^Live/));
    await eventually(
      async () => expect(await executions(page).innerText()).toMatch(new RegExp(`\\b${before + 2}\\b`)),
      CUT_MS,
    );
  },
  // Whatever is on the line when it is cut fails, in whichever way it was caught.
  { provokes: /WebSocket connection|net::ERR_/ },
);

journey.it(
  'a session that is ended elsewhere ends the live page too, and signing in continues it',
  async (page) => {
    await signIn(page, journey.instance.owner);
    await see(indicator(page, /^Live/));

    await graphql(
      journey.instance,
      'mutation { signOut { userErrors { code } } }',
      {},
      await sessionToken(page),
    );

    const signInText = page.getByText('Sign in to continue where you were.');
    await eventually(async () => expect(await signInText.isVisible()).toBe(true), CUT_MS);
    await sendSignIn(page, journey.instance.owner);
    await see(indicator(page, /^Live/));
  },
  { provokes: /WebSocket connection/ },
);
