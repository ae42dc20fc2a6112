import { open, see, seeNo, signIn, startJourney } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';

const PAGE_SIZE = 25;
const PAGES = 90;

const journey = startJourney();

beforeAll(async () => {
  // As many as it takes; the API would create and record each by itself.
  await journey.instance.sql(`
    insert into security."user" (id, email, name, password_hash, is_disabled, is_demo, created_at)
    select gen_random_uuid(), 'player-' || n || '@example.com', 'Player ' || lpad(n::text, 6, '0') || repeat(' of the orchestra', 3),
           'none', false, true, now()
      from generate_series(1, ${PAGE_SIZE * PAGES}) n`);
});

journey.it('the last of very many pages can be reached, shared, and left again', async (page) => {
  await signIn(page, journey.instance.owner);
  let from = '/platform/users';
  let shown = 1;
  for (let to = await nextOf(from); to !== null; to = await nextOf(to, from)) {
    from = to;
    shown += 1;
  }
  expect(shown).toBeGreaterThanOrEqual(PAGES);

  await open(page, from);
  await see(page.getByText(`${(PAGE_SIZE * (shown - 1) + 1).toLocaleString('en')} to`));
  await seeNo(page.getByRole('link', { name: 'Next', exact: true }));
  await page.getByRole('link', { name: 'Previous' }).click();
  await see(page.getByText(`${(PAGE_SIZE * (shown - 2) + 1).toLocaleString('en')} to`));
  await page.goBack();
  await seeNo(page.getByRole('link', { name: 'Next', exact: true }));
  await page.getByRole('link', { name: 'First page' }).click();

  await see(page.getByText(`1 to ${PAGE_SIZE}`));
  await eventually(() => Promise.resolve(expect(new URL(page.url()).search).toBe('')), 10_000);

  /** The address of the page after one, asked for as a browser does that comes from the page before. */
  async function nextOf(path: string, before = '/platform'): Promise<string | null> {
    const { url } = journey.instance;
    const answer = await page.request.get(path, { headers: { Referer: `${url}${before}` } });
    expect(answer.status()).toBe(200);
    const [next = ''] = /<a\b[^>]*\brel="next"[^>]*>/.exec(await answer.text()) ?? [];
    const [, href] = /\bhref="([^"]+)"/.exec(next) ?? [];
    return href?.replaceAll('&amp;', '&') ?? null;
  }
});
