import { changedFields, readSettable } from './changed-fields.ts';

const before = { title: 'Mail', severity: 'MAJOR', status: 'INVESTIGATING', lead: '', tenantIds: ['a', 'b'] };

test('keeps the fields that differ from what the form was filled with', () => {
  const values = { ...before, title: 'Mail relay', lead: 'u1' };

  expect(changedFields(values, before)).toEqual({ title: 'Mail relay', lead: 'u1' });
});

test('tenants have no order', () => {
  expect(changedFields({ ...before, tenantIds: ['b', 'a'] }, before)).toEqual({});
  expect(changedFields({ ...before, tenantIds: ['a'] }, before)).toEqual({ tenantIds: ['a'] });
});

test.each(['', 'null', '{}', 'no json', null])(
  'without knowing what was there, everything counts: %s',
  (text) => {
    expect(changedFields(before, readSettable(text))).toEqual(before);
  },
);
