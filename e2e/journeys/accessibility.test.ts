import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { anEvent, graphql, sendEvents } from '../support/api-client.ts';
import { see, seeNo, sendSignIn, signIn, startJourney } from '../support/browser.ts';
import { aTenant, aUser, type ATenant, type AUser } from '../support/builders.ts';

const sizes = [
  { name: 'desktop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];

const journey = startJourney();

let tenant: ATenant;
let person: AUser;
let incident: string;
let override: string;
let entry: string;

beforeAll(async () => {
  tenant = await aTenant(journey.instance);
  person = await aUser(journey.instance, { platformRole: 'VIEWER', tenantId: tenant.id });
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
  incident = await idOf('openIncident', 'OpenIncidentInput', 'incident', {
    title: 'Mail relay refuses call sheets',
    severity: 'CRITICAL',
    tenantIds: [tenant.id],
  });
  override = await idOf('grantOverride', 'GrantOverrideInput', 'override', {
    tenantId: tenant.id,
    entitlementKey: 'workflows',
    limit: 20,
    reason: 'Festival season',
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  });
  const { data } = await graphql<{ auditEntries: { nodes: { id: string }[] } }>(
    journey.instance,
    'query { auditEntries(filter: { action: "override.grant" }, first: 1) { nodes { id } } }',
  );
  entry = data.auditEntries.nodes[0]?.id ?? '';
  for (const email of [person.email, 'nobody@example.com']) {
    await graphql(
      journey.instance,
      'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }',
      { input: { email, password: 'a wrong password' } },
      null,
    );
  }
}, 60_000);

/** The id of what a mutation made. */
async function idOf(mutation: string, type: string, thing: string, input: object): Promise<string> {
  const { data, errors } = await graphql<Record<string, Record<string, { id: string } | null>>>(
    journey.instance,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${thing} { id } userErrors { message } } }`,
    { input },
  );
  const made = data?.[mutation]?.[thing];
  if (!made) throw new Error(`${mutation} was refused: ${JSON.stringify({ data, errors })}`);
  return made.id;
}

const tabs = (...names: string[]) => names.map((tab) => `/platform/tenants/${tenant.id}?tab=${tab}`);

/** Every page, and the states of it that look otherwise. */
const parts: Record<string, () => string[]> = {
  'the dashboard and lists of tenants': () => [
    '/platform',
    '/platform/tenants',
    '/platform/tenants?q=nothing+is+called+so',
    '/platform/tenants/directory',
  ],
  'what is done with tenants': () => [
    '/platform/tenants/new',
    `/platform/tenants/change?to=suspend&id=${tenant.id}`,
    '/platform/tenants/none',
    '/platform/no-such-page',
  ],
  'a tenant': () => [
    ...tabs('overview', 'usage', 'failures', 'drift'),
    `/platform/tenants/${tenant.id}?confirm=suspend`,
    `/platform/tenants/${tenant.id}/edit`,
  ],
  'the lists of a tenant': () => tabs('credentials', 'plan', 'people', 'incidents', 'activity'),
  incidents: () => [
    '/platform/incidents',
    '/platform/incidents?view=resolved',
    '/platform/incidents?q=nothing',
    `/platform/incidents/new?tenant=${tenant.id}`,
    `/platform/incidents/${incident}`,
    `/platform/incidents/${incident}?confirm=resolve`,
  ],
  enforcement: () => [
    '/platform/enforcement',
    '/platform/enforcement?view=overrides',
    `/platform/enforcement?view=overrides&revoke=${override}`,
    '/platform/enforcement?view=payments',
    '/platform/enforcement?view=trials',
    `/platform/enforcement/new?tenant=${tenant.id}`,
  ],
  people: () => [
    '/platform/users',
    '/platform/users?q=nobody+is+called+so',
    '/platform/users/new',
    `/platform/users/${person.id}`,
    `/platform/users/${person.id}?confirm=disable`,
    '/platform/admins',
  ],
  'the audit log': () => [
    '/platform/audit-logs',
    '/platform/audit-logs?from=nonsense',
    `/platform/audit-logs/${entry}`,
    '/platform/audit-logs/sign-in-failures',
    '/platform/audit-logs/sign-in-failures?tenant=none&reason=DISABLED',
  ],
  'the system': () => [
    '/platform/system-metrics',
    '/platform/system-metrics/jobs',
    '/platform/system-metrics/dead-letters',
    '/platform/settings',
    '/platform/settings?q=nothing+is+called+so',
  ],
};

// WCAG 2.2 asks for the first; the second is how a table's figures are read aloud with their names.
const options = { rules: { 'target-size': { enabled: true }, 'td-has-header': { enabled: true } } };

// Colours of controls fade into those of the other theme.
const settled = `Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))`;

/** What axe finds on the page as it is, in both themes, each with the place and the reason. */
async function violations(page: Page): Promise<string[]> {
  const { pathname, search } = new URL(page.url());
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(settled);
    const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    for (const { id, nodes } of results.violations) {
      const where = `${pathname}${search}, ${colorScheme}: ${id}`;
      found.push(...nodes.map((node) => `${where}: ${node.target.join(' ')}: ${node.failureSummary}`));
    }
  }
  return found;
}

/** The page's own heading, or the question that hides it from assistive technology. */
const content = (page: Page) =>
  page
    .getByRole('alertdialog')
    .or(page.getByRole('main').getByRole('heading', { level: 1 }))
    .filter({ visible: true });

for (const { name, ...device } of sizes) {
  journey.it(
    `axe finds nothing to object to at the sign-in, ${name}`,
    async (page) => {
      await page.goto('/sign-in');
      await sendSignIn(page, { email: 'nobody', password: '' });
      await see(page.getByText('Enter your password.'));

      expect(await violations(page)).toEqual([]);
    },
    device,
  );
  for (const [part, addresses] of Object.entries(parts)) {
    journey.it(
      `axe finds nothing to object to in ${part}, ${name}`,
      async (page) => {
        await signIn(page, journey.instance.owner);

        const found: string[] = [];
        for (const address of addresses()) {
          await page.goto(address);
          await see(content(page));
          // Sizes and distances count once everything is laid out.
          await seeNo(page.locator('.unrevealed').last());
          found.push(...(await violations(page)));
        }

        expect(found).toEqual([]);
      },
      device,
    );
  }
}
