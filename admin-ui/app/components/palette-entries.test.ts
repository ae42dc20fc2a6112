import { roles } from '#app/testing/fake-gateway.ts';
import { paletteGroups, type PaletteAnswer, type PaletteTenant } from './palette-entries.ts';

const elbe: PaletteTenant = {
  id: 't1',
  name: 'Elbe Ensemble',
  slug: 'elbe',
  status: 'ACTIVE',
  riskState: 'CRITICAL',
};
const hanse: PaletteTenant = { ...elbe, id: 't2', name: 'Hanse', slug: 'hanse', riskState: 'OK' };

function groupsFor(
  text: string,
  answer: Partial<PaletteAnswer>,
  permissions: readonly string[] = roles.admin,
) {
  const caller = { permissions };
  return paletteGroups({ text, caller, answer: { query: text, tenants: [], here: null, ...answer } });
}

const labelsOf = (groups: ReturnType<typeof groupsFor>, label: string) =>
  groups.find((group) => group.label === label)?.entries.map((entry) => entry.label);

test('opens with what can be done here, then who is at risk, then every page', () => {
  const groups = groupsFor('', { tenants: [elbe], here: hanse });

  expect(groups.map(({ label }) => label)).toEqual([
    'Actions on Hanse',
    'Tenants at risk',
    'Go to',
    'Actions',
  ]);
  expect(groups[1]?.entries[0]).toMatchObject({ label: 'Elbe Ensemble', state: 'critical' });
});

test('a name offers the tenant and what can be done with it', () => {
  const groups = groupsFor('elb', { tenants: [elbe, hanse] });

  expect(labelsOf(groups, 'Tenants')).toEqual(['Elbe Ensemble', 'Hanse']);
  expect(labelsOf(groups, 'Actions on Elbe Ensemble')).toContain('Suspend…');
});

test('only a tenant at risk carries a state', () => {
  const [group] = groupsFor('han', { tenants: [hanse] });

  expect(group?.entries[0]).not.toHaveProperty('state');
});

test('offers to reactivate only whom somebody suspended', () => {
  const offered = labelsOf(
    groupsFor('han', { tenants: [{ ...hanse, status: 'SUSPENDED' }] }),
    'Actions on Hanse',
  );

  expect(offered).toContain('Reactivate…');
  expect(offered).not.toContain('Suspend…');
});

test('offers nothing a role may not do', () => {
  const groups = groupsFor('', { here: elbe }, roles.viewer);

  const offered = groups.flatMap(({ entries }) => entries.map(({ label }) => label));
  expect(offered).toContain('Failing executions');
  for (const verb of ['Suspend…', 'Edit', 'Create tenant…', 'Grant override…', 'Open incident…'])
    expect(offered).not.toContain(verb);
});

test('a page is found by any of its words, without its accents and letter case', () => {
  expect(labelsOf(groupsFor('LÓG', {}), 'Go to')).toEqual(['Audit log']);
});

test('the refused sign-ins are found by whoever may read the audit log', () => {
  expect(labelsOf(groupsFor('refused', {}), 'Actions')).toEqual(['Refused sign-ins']);
  expect(groupsFor('refused', {}, roles.billing)).toEqual([]);
});

test('nothing is nothing', () => {
  expect(groupsFor('zzz', {})).toEqual([]);
});
