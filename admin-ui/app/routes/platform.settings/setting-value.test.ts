import { boundsText, readSettingValue, settingText } from './setting-value.ts';

test.each([
  ['INTEGER', '1,000', 1000],
  ['NUMBER', ' 0.25 ', 0.25],
  ['BOOLEAN', 'true', true],
  ['TEXT', ' EUR ', 'EUR'],
] as const)('reads a value of type %s', (type, text, value) => {
  expect(readSettingValue(type, text)).toBe(value);
});

test.each([
  ['NUMBER', 'many'],
  ['INTEGER', ''],
  ['BOOLEAN', 'maybe'],
] as const)('refuses what is no %s', (type, text) => {
  expect(readSettingValue(type, text)).toBeUndefined();
});

test('says a value with its unit and its bounds in a sentence', () => {
  const shape = { type: 'INTEGER', unit: 'ms', minimum: 1, maximum: 60_000 } as const;

  expect(settingText(shape, 1500)).toBe('1,500 ms');
  expect(boundsText(shape)).toBe('From 1 ms to 60,000 ms.');
  expect(settingText({ type: 'NUMBER', unit: 'ratio' }, 0.8)).toBe('0.8');
});
