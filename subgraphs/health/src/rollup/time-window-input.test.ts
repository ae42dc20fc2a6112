import { requestedWindow } from './time-window-input.ts';

const now = new Date('2026-11-20T09:41:00Z');

it('is the preset asked for, or the fallback, and ends now', () => {
  expect(requestedWindow(null, 'H24', now)).toEqual({
    range: 'H24',
    from: new Date('2026-11-19T09:41:00Z'),
    to: now,
    endsNow: true,
  });
  expect(requestedWindow({ range: 'D90' }, 'H24', now)).toMatchObject({
    range: 'D90',
    from: new Date('2026-08-22T09:41:00Z'),
  });
});

it('lies between two instants and ends now when told no end or a later one', () => {
  const from = '2026-11-18T00:00:00Z';

  expect(requestedWindow({ from, to: '2026-11-19T00:00:00Z' }, 'H1', now)).toEqual({
    range: null,
    from: new Date(from),
    to: new Date('2026-11-19T00:00:00Z'),
    endsNow: false,
  });
  expect(requestedWindow({ from }, 'H1', now)).toMatchObject({ range: null, to: now, endsNow: true });
  expect(requestedWindow({ from, to: '2099-01-01T00:00:00Z' }, 'H1', now)).toMatchObject({ to: now });
});

it('may start on the ninetieth day back', () => {
  expect(requestedWindow({ from: '2026-08-22T00:00:00Z' }, 'H1', now).range).toBeNull();
});

it.each([
  ['both a preset and an instant', { range: 'H1', from: '2026-11-20T00:00:00Z' }, 'range'],
  ['neither', {}, 'from'],
  ['an end without a start', { to: '2026-11-20T00:00:00Z' }, 'from'],
  ['a start more than 90 days ago', { from: '2026-08-21T23:59:59Z' }, 'from'],
  ['a start in the future', { from: '2026-11-20T09:41:00Z' }, 'from'],
  ['an end before its start', { from: '2026-11-19T00:00:00Z', to: '2026-11-19T00:00:00Z' }, 'to'],
] as const)('refuses %s', (_, input, field) => {
  expect(() => requestedWindow(input, 'H1', now)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', field: ['window', field] }),
  );
});
