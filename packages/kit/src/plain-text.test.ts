import { plainText, printableText } from './plain-text.ts';

const name = printableText('name');

it.each(['Ensemble Clair-Obscur', 'أوركسترا', 'می‌خواهم', '👩‍🎤 Band', 'Straße № 7'])(
  'takes %s as a name',
  (text) => {
    expect(name.safeParse(text).success).toBe(true);
  },
);

it.each([
  ['a control character', 'a\u0007b'],
  ['NUL', 'a\0b'],
  ['half of a surrogate pair', 'a\ud800b'],
  ['an override of the direction', 'a\u202Egnp.exe'],
  ['an isolate', 'a\u2066b'],
  ['a space without width', 'a\u200Bb'],
  ['a byte order mark', '\uFEFFa'],
])('refuses %s in a name', (_, text) => {
  expect(name.safeParse(text).error?.issues[0]?.message).toBe('Use only printable characters in the name.');
});

it('takes as text to look for whatever is no control character', () => {
  expect(plainText.safeParse('a\u200Bb').success).toBe(true);
  expect(plainText.safeParse('a\0b').success).toBe(false);
});
