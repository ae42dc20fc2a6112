// The one place where figures become text, by the Microcopy rules of the design language. The locale is
// fixed so that the server and every browser write the same characters.
import { numberFormatter } from './formatters.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const UNKNOWN = '–';
const MINUS = '−';

/** A number and its unit, kept apart where the unit is set smaller. */
export type Measure = { value: string; unit: string | null };

export function joinMeasure({ value, unit }: Measure): string {
  return unit === null ? value : `${value} ${unit}`;
}

/** `48,212`; from a million `1.84 M`; null is `–`. */
export function measureCount(count: number | null | undefined): Measure {
  if (count === null || count === undefined) return { value: UNKNOWN, unit: null };
  const size = Math.abs(count);
  if (size >= 999_995_000) return { value: (count / 1e9).toFixed(2), unit: 'G' };
  if (size >= 1_000_000) return { value: (count / 1e6).toFixed(2), unit: 'M' };
  return { value: whole.format(count), unit: null };
}

export function formatCount(count: number | null | undefined): string {
  return joinMeasure(measureCount(count));
}

/** `31.4%`, below one per cent `0.12%`, zero `0%`; takes a ratio from 0 to 1. */
export function formatPercent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return UNKNOWN;
  const percent = ratio * 100;
  if (percent === 0) return '0%';
  if (percent > 0 && percent < 0.005) return '<0.01%';
  return Math.abs(percent) < 0.995 ? `${percent.toFixed(2)}%` : `${percent.toFixed(1)}%`;
}

/** A limit: as many digits as it has, `10%`, `0.5%`. */
export function formatPercentLimit(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))}%`;
}

/** `€599.00`; in overviews, without cents, `€25,160`. Takes minor units. */
export function formatMoney(
  money: { amountCents: number; currency: string } | null | undefined,
  style: 'exact' | 'overview' = 'exact',
): string {
  if (!money) return UNKNOWN;
  const digits = style === 'exact' ? 2 : 0;
  return numberFormatter({
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.amountCents / 100);
}

/** `41 ms`, `2.4 s`, `6 min 12 s`. */
export function measureMilliseconds(milliseconds: number | null | undefined): Measure {
  if (milliseconds === null || milliseconds === undefined) return { value: UNKNOWN, unit: null };
  if (milliseconds < 9.95 && milliseconds > 0) return { value: milliseconds.toFixed(1), unit: 'ms' };
  if (milliseconds < 1000) return { value: Math.round(milliseconds).toString(), unit: 'ms' };
  if (milliseconds < 60_000) return { value: (milliseconds / 1000).toFixed(1), unit: 's' };
  return { value: formatSeconds(milliseconds / 1000), unit: null };
}

export function formatMilliseconds(milliseconds: number | null | undefined): string {
  return joinMeasure(measureMilliseconds(milliseconds));
}

/** A span in its two largest units: `40 s`, `6 min 12 s`, `5 h 8 min`, `23 h`, `12 d`. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return UNKNOWN;
  const total = Math.max(0, Math.floor(seconds));
  if (total < 60) return `${total} s`;
  if (total < 3600) return withRest(Math.floor(total / 60), 'min', total % 60, 's');
  if (total < 12 * 3600)
    return withRest(Math.floor(total / 3600), 'h', Math.floor((total % 3600) / 60), 'min');
  if (total < 48 * 3600) return `${Math.floor(total / 3600)} h`;
  return `${Math.floor(total / 86_400)} d`;
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value} ${unit}` : `${value} ${unit} ${rest} ${restUnit}`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Decimal units, three digits: `3.8 GB`, `214.6 GB`, `1.3 TB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return UNKNOWN;
  let value = bytes;
  let power = 0;
  while (value >= 999.5 && power < byteUnits.length - 1) {
    value /= 1000;
    power += 1;
  }
  const digits = power === 0 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[power] ?? 'B'}`;
}

function signed(value: number, text: string): string {
  if (value > 0) return `+${text}`;
  return value < 0 ? `${MINUS}${text}` : text;
}

/** Relative change with its sign, `+6.2%`; null when there is no base to compare with. */
export function formatChange(current: number, previous: number): string | null {
  if (previous === 0) return null;
  const percent = Number((((current - previous) / previous) * 100).toFixed(1));
  return percent === 0 ? '0%' : signed(percent, `${tenths.format(Math.abs(percent))}%`);
}

/** A difference with its sign, `+2`; zero is `0`. */
export function formatDifference(difference: number): string {
  return signed(difference, formatCount(Math.abs(difference)));
}

/** A difference of money with its sign, without cents: `+€921`. Takes minor units. */
export function formatMoneyDifference(money: { amountCents: number; currency: string }): string {
  const size = { ...money, amountCents: Math.abs(money.amountCents) };
  // What rounds to nothing has no sign.
  const cents = size.amountCents < 50 ? 0 : money.amountCents;
  return signed(cents, formatMoney(size, 'overview'));
}

/** A change between two ratios, in points: `+0.6 pts`. */
export function formatPoints(current: number, previous: number): string {
  const points = Number(((current - previous) * 100).toFixed(1));
  return points === 0 ? '0 pts' : `${signed(points, Math.abs(points).toFixed(1))} pts`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
