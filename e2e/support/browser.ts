import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { startStandalone, type RunningInstance } from './instances.ts';

const START_MS = 120_000;
const TEST_MS = 60_000;
const WAIT_MS = 15_000;

// The browser itself reports a refused page as an error; the page that explains it is what the journeys look at.
const expectedRefusal = /^Failed to load resource: the server responded with a status of 40[0134]\b/;
/** Remix looking ahead for routes while the page is left or the line is cut: a link then loads as a document. */
const brokenLookAhead = /^Failed to fetch manifest patches TypeError: Failed to fetch/;

/** Runs in the page: what its security policy forbids is an error, also where the page tried and got over it. */
const reportForbidden = `document.addEventListener('securitypolicyviolation', (violation) => {
  console.error('Forbidden by the security policy:', violation.violatedDirective, violation.blockedURI);
});`;

export interface JourneyOptions extends BrowserContextOptions {
  /** Messages on the console that this journey provokes. */
  provokes?: RegExp;
}

export interface Journey {
  readonly instance: RunningInstance;
  /**
   * A test in a browser profile of its own. It also fails when a page throws, does what its security policy forbids, or
   * writes an error on its console; a picture of the failure is kept in the system's folder for temporary files.
   */
  it(title: string, scenario: (page: Page) => Promise<void>, options?: JourneyOptions): void;
}

/** One production instance and one browser for the tests of a file. */
export function startJourney(): Journey {
  let instance: RunningInstance | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    [instance, browser] = await Promise.all([startStandalone({ isProduction: true }), launchBrowser()]);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await instance?.stop();
  }, START_MS);

  return {
    get instance() {
      return started(instance);
    },
    it(title, scenario, { provokes, ...options } = {}) {
      it(
        title,
        async () => {
          const context = await started(browser).newContext({
            baseURL: started(instance).url,
            viewport: { width: 1440, height: 900 },
            // Movement would only make the clicks wait.
            reducedMotion: 'reduce',
            ...options,
          });
          try {
            await walk(context, title, scenario, provokes);
          } finally {
            await context.close();
          }
        },
        TEST_MS,
      );
    },
  };
}

async function walk(
  context: BrowserContext,
  title: string,
  scenario: (page: Page) => Promise<void>,
  provokes: RegExp | undefined,
): Promise<void> {
  context.setDefaultTimeout(WAIT_MS);
  const problems: string[] = [];
  context.on('weberror', (problem) => problems.push(String(problem.error().stack ?? problem.error())));
  context.on('console', (message) => {
    const text = message.text();
    const isExpected = [expectedRefusal, brokenLookAhead, provokes].some((pattern) => pattern?.test(text));
    if (message.type() === 'error' && !isExpected) {
      problems.push(`${text} (${message.location().url})`);
    }
  });
  await context.addInitScript({ content: reportForbidden });
  const page = await context.newPage();
  try {
    await scenario(page);
    expect(problems).toEqual([]);
  } catch (error) {
    throw await explained(error, page, title, problems);
  }
}

/** The failure with what it takes to understand it: where the page was, its picture, what it complained about. */
async function explained(error: unknown, page: Page, title: string, problems: string[]): Promise<unknown> {
  if (!(error instanceof Error)) {
    return error;
  }
  const folder = join(tmpdir(), 'intendant-journeys');
  mkdirSync(folder, { recursive: true });
  const picture = join(folder, `${title.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
  const isTaken = await page.screenshot({ path: picture, fullPage: true }).then(
    () => true,
    () => false,
  );
  const facts = [`at ${page.url()}`, ...(isTaken ? [`picture: ${picture}`] : []), ...problems];
  error.message = `${error.message}\n${facts.join('\n')}`;
  return error;
}

function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'];
  if (!executablePath) {
    throw new Error('No browser is named: start these tests with `npm test -- --selectProjects e2e`.');
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new Error('Only a running test may use the instance.');
  }
  return thing;
}

/** Waits until it is shown, at least once: what is announced may stand on the page, too. */
export function see(...locators: Locator[]): Promise<unknown> {
  return Promise.all(locators.map((locator) => locator.first().waitFor()));
}

/** Waits until it is not shown, or no longer. */
export function seeNo(...locators: Locator[]): Promise<unknown> {
  return Promise.all(locators.map((locator) => locator.waitFor({ state: 'hidden' })));
}

/** Waits until it has the focus. */
export function seeFocused(locator: Locator): Promise<void> {
  return locator.and(locator.page().locator(':focus')).waitFor();
}

/** The account menu's trigger; it is a button once the page is interactive. */
export function accountMenu(page: Page): Locator {
  return page.getByRole('button', { name: /account menu$/ });
}

/** What a menu is before, or without, JavaScript. */
export function disclosure(page: Page, name: string): Locator {
  return page.getByRole('group').filter({ hasText: name });
}

/** Opens a page of the shell and waits until it is interactive. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await see(accountMenu(page));
}

export interface Credentials {
  email: string;
  password: string;
}

/** Fills in the sign-in form that is shown, and sends it. */
export async function sendSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in on the way to a page. */
export async function signIn(page: Page, who: Credentials, path = '/platform'): Promise<void> {
  await page.goto(path);
  await sendSignIn(page, who);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** The session token in the browser's cookie, with which the API can be asked as the same person. */
export async function sessionToken(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name.endsWith('intendant-session'))?.value ?? '';
}
