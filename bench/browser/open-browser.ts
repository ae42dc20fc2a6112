import { chromium, type BrowserContext } from 'playwright-core';

export interface Size {
  name: string;
  viewport: { width: number; height: number };
  isMobile: boolean;
}

export const sizes: readonly Size[] = [
  { name: 'desktop', viewport: { width: 1440, height: 900 }, isMobile: false },
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true },
];

/** A browser with a profile of its own, signed in as the owner; others may drive it through the debugging port. */
export async function openBrowser(
  directory: string,
  debuggingPort: number,
  origin: string,
  owner: { email: string; password: string },
): Promise<BrowserContext> {
  const executablePath = process.env['CHROMIUM_PATH'];
  if (!executablePath) {
    throw new Error('No Chromium was found. Install one, or name it with CHROMIUM_PATH.');
  }
  const context = await chromium.launchPersistentContext(directory, {
    executablePath,
    viewport: null,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--remote-debugging-port=${debuggingPort}`,
    ],
  });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/platform');
  await page.close();
  return context;
}
