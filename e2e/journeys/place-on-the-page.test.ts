import type { Page } from 'playwright-core';
import { open, signIn, startJourney } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';

const journey = startJourney();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * Sections as tall as those of a large fleet on a phone, whatever the estimate of parts that are not laid out yet; of
 * the same height at each load, whatever the figures in them.
 */
const tallSections = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(\`
    .verdict { height: 300px }
    .section-head { height: 60px }
    .section > :last-child { height: 2600px }\`);
  document.adoptedStyleSheets = [sheet]`;

/** Where a section stands on the screen, once all parts of the page are laid out; pixels from the top. */
async function settledTop(page: Page, id: string): Promise<number> {
  await eventually(async () => expect(await page.locator('.unrevealed').count()).toBe(0), 10_000);
  return page.locator(`#${id}`).evaluate((section) => Math.round(section.getBoundingClientRect().top));
}

/** Opens the dashboard by a link to one of its sections, from outside of the product. */
async function openAt(page: Page, id: string): Promise<void> {
  await page.goto('about:blank');
  await open(page, `/platform#${id}`);
}

describe.each([
  ['desktop', {}],
  ['phone', phone],
])('on a %s', (_, screen) => {
  journey.it(
    'a link to a section of the dashboard leads to it',
    async (page) => {
      await page.addInitScript({ content: tallSections });
      await signIn(page, journey.instance.owner);
      await open(page, '/platform');
      await settledTop(page, 'revenue');
      await page.evaluate("document.getElementById('revenue').scrollIntoView()");
      const top = await settledTop(page, 'revenue');

      await openAt(page, 'revenue');

      expect(await settledTop(page, 'revenue')).toBe(top);
    },
    screen,
  );

  journey.it(
    'a dashboard that is loaded again stands where it stood',
    async (page) => {
      await page.addInitScript({ content: tallSections });
      await signIn(page, journey.instance.owner);
      await open(page, '/platform');
      await settledTop(page, 'security');
      await page.evaluate("document.getElementById('security').scrollIntoView()");
      const top = await settledTop(page, 'security');

      await page.reload();

      expect(await settledTop(page, 'security')).toBe(top);
    },
    screen,
  );

  journey.it(
    'what changes above does not move what is being read',
    async (page) => {
      await page.addInitScript({ content: tallSections });
      await signIn(page, journey.instance.owner);
      await openAt(page, 'revenue');
      const top = await settledTop(page, 'revenue');

      await page.locator('.verdict').evaluate((verdict) => {
        verdict.style.marginTop = `${verdict.clientHeight}px`;
      });

      await page.evaluate('new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))');
      expect(await settledTop(page, 'revenue')).toBe(top);
    },
    screen,
  );
});
