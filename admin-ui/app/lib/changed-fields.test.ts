import { parseWithZod } from '@conform-to/zod/v4';
import { changedFields, readBefore, replyIfOvertaken, writeBefore } from './changed-fields.ts';
import { z } from './schema.ts';

const before = { title: 'Mail', severity: 'MAJOR', lead: '', tenantIds: ['a', 'b'] };

test('keeps the fields that differ from what the form was filled with', () => {
  const values = { ...before, title: 'Mail relay', lead: 'u1' };

  expect(changedFields(values, readBefore(writeBefore(before)))).toEqual({ title: 'Mail relay', lead: 'u1' });
});

test('lists have no order', () => {
  expect(changedFields({ ...before, tenantIds: ['b', 'a'] }, before)).toEqual({});
  expect(changedFields({ ...before, tenantIds: ['a'] }, before)).toEqual({ tenantIds: ['a'] });
});

test.each(['', 'null', '{}', 'no json', null])(
  'without knowing what was there, everything counts: %s',
  (text) => {
    expect(changedFields(before, readBefore(text))).toEqual(before);
  },
);

describe('what somebody else wrote meanwhile', () => {
  const form = new FormData();
  form.set('title', 'Mail relay');
  form.set('severity', 'MAJOR');
  const submission = parseWithZod(form, { schema: z.object({ title: z.string(), severity: z.string() }) });
  const filled = { title: 'Mail', severity: 'MAJOR' };
  const reply = (now: typeof filled, known: typeof filled | null = filled) =>
    replyIfOvertaken(submission, {
      changed: { title: 'Mail relay' },
      before: known,
      now,
      say: (name) => `“${String(now[name as keyof typeof now])}”`,
    });

  test('is said at its field, with what was typed kept, and replaced by the same form sent again', () => {
    const refused = reply({ title: 'Post', severity: 'MINOR' });

    expect(refused).toMatchObject({
      status: 'error',
      error: { title: ['Somebody set it to “Post” meanwhile. Save again to replace that.'] },
      initialValue: { title: 'Mail relay', severity: 'MAJOR' },
    });
    const again = readBefore(refused?.initialValue?.['before']);
    expect(changedFields({ title: 'Mail relay', severity: 'MAJOR' }, again)).toEqual({ title: 'Mail relay' });
    expect(reply({ title: 'Post', severity: 'MINOR' }, again as typeof filled)).toBeUndefined();
  });

  test('hinders nobody in fields they left alone, nor where both wrote the same', () => {
    expect(reply({ title: 'Mail', severity: 'MINOR' })).toBeUndefined();
    expect(reply({ title: 'Mail relay', severity: 'MINOR' })).toBeUndefined();
    expect(reply({ title: 'Post', severity: 'MINOR' }, null)).toBeUndefined();
  });
});
