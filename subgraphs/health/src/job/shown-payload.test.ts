import { shownExtent, shownPayload, wholeExtent } from './shown-payload.ts';

it('shows neither fields named like secrets nor secrets within texts', () => {
  const payload = {
    url: 'smtp://bot:hunter2@mail.example',
    nested: [{ sessionToken: 't', name: 'n' }],
    password: null,
  };

  expect(shownPayload(payload, shownExtent)).toEqual({
    url: 'smtp://bot:[redacted]@mail.example',
    nested: [{ sessionToken: '[redacted]', name: 'n' }],
    password: null,
  });
});

it('shows nothing that lies too deep to have been searched', () => {
  const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ inner }), { password: 'hunter2' });

  expect(JSON.stringify(shownPayload(deep, wholeExtent))).not.toContain('hunter2');
});

it('cuts long lists and texts, and says how much it left out', () => {
  const payload = { ids: Array.from({ length: 500 }, (_, index) => index), text: 'x'.repeat(5_000) };

  const shown = shownPayload(payload, shownExtent);

  expect(shown.ids).toEqual([...payload.ids.slice(0, 20), '… 480 more']);
  expect(shown.text).toBe(`${'x'.repeat(2_000)}…`);
  expect(shownPayload(payload, wholeExtent)).toEqual(payload);
});

it.each([[null], ['text'], [[1, 2]], [7]])('wraps what is no object: %j', (payload) => {
  expect(shownPayload(payload, shownExtent)).toEqual({ value: payload });
});
