import { sharedScalars } from './scalars.ts';

const dateTime = sharedScalars['DateTime'];
const long = sharedScalars['Long'];

describe('DateTime', () => {
  it.each([
    ['2026-11-20T09:41:00Z', '2026-11-20T09:41:00.000Z'],
    ['2026-11-20T09:41:00.25+02:00', '2026-11-20T07:41:00.250Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(dateTime?.parseValue(text)).toEqual(new Date(instant));
  });

  it.each([
    ['a day alone', '2026-11-20'],
    ['no time zone', '2026-11-20T09:41:00'],
    ['a day that does not exist', '2027-02-31T00:00:00Z'],
    ['the 29th of February of another year', '2027-02-29T00:00:00Z'],
    ['a month that does not exist', '2027-13-01T00:00:00Z'],
    ['an hour that does not exist', '2027-01-01T25:00:00Z'],
    ['the year 0, which PostgreSQL does not have', '0000-01-01T00:00:00Z'],
    ['a number', 1_700_000_000_000],
  ])('refuses %s', (_, value) => {
    expect(() => dateTime?.parseValue(value)).toThrow('ISO 8601 instant');
  });
});

it.each([['12'], [1.5], [2 ** 53], [null], [Number.NaN]])('Long refuses %s', (value) => {
  expect(() => long?.parseValue(value)).toThrow('Long must be a whole number');
});
