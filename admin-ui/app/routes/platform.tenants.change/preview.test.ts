import { previewOf, totalOf, type ChosenTenant } from './preview.ts';

function aChosen(id: string, status: string, changes: Partial<ChosenTenant['tenant']> = {}): ChosenTenant {
  return {
    name: id,
    slug: id,
    status: 'ACTIVE',
    executions24h: 0,
    tenant: { id, status: status as ChosenTenant['tenant']['status'], health: null, ...changes },
  };
}

test('suspends who is active and says why the others stay as they are', () => {
  const found = ['ACTIVE', 'SUSPENDED', 'PROVISIONING', 'DEPROVISIONING', 'DELETED'].map((status) =>
    aChosen(status, status),
  );

  const preview = previewOf('suspend', [...found.map((each) => each.tenant.id), 'gone'], found);

  expect(preview.changing.map((each) => each.name)).toEqual(['ACTIVE']);
  expect(preview.staying.map(({ tenant, why }) => `${tenant.name} ${why}`)).toEqual([
    'SUSPENDED is suspended already',
    'PROVISIONING is still being provisioned',
    'DEPROVISIONING is being taken down',
    'DELETED is deleted',
  ]);
  expect(preview.missing).toBe(1);
});

test('reactivates who is suspended', () => {
  const found = [aChosen('a', 'SUSPENDED'), aChosen('b', 'ACTIVE')];

  const preview = previewOf('reactivate', ['a', 'b'], found);

  expect(preview.changing.map((each) => each.name)).toEqual(['a']);
  expect(preview.staying.map(({ why }) => why)).toEqual(['is active already']);
});

test('adds up what is known of all, and nothing when a part is unknown', () => {
  const known = [aChosen('a', 'ACTIVE', { memberCount: 2 }), aChosen('b', 'ACTIVE', { memberCount: 3 })];
  const read = (each: ChosenTenant) => each.tenant.memberCount;

  expect(totalOf(known, read)).toBe(5);
  expect(totalOf([...known, aChosen('c', 'ACTIVE', { memberCount: null })], read)).toBeNull();
});
