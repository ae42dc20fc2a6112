import type { SettingPartFragment } from '#app/gql/graphql.ts';

type Shape = Pick<SettingPartFragment, 'type' | 'unit' | 'minimum' | 'maximum'>;

/** What a form field sent, as the value the API takes; undefined when it is no value of that type. */
export function readSettingValue(type: SettingPartFragment['type'], text: string): unknown {
  const trimmed = text.trim();
  switch (type) {
    case 'BOOLEAN':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
    case 'INTEGER':
    case 'NUMBER': {
      const value = Number(trimmed.replaceAll(/[\s,]/g, ''));
      return trimmed === '' || !Number.isFinite(value) ? undefined : value;
    }
    case 'TEXT':
      return trimmed;
  }
}

/** A value as people read it, with its unit: `500 ms`, `on`. */
export function settingText({ type, unit }: Pick<Shape, 'type' | 'unit'>, value: unknown): string {
  if (type === 'BOOLEAN') return value === true ? 'on' : 'off';
  const text =
    typeof value === 'number' ? value.toLocaleString('en-GB', { maximumFractionDigits: 6 }) : String(value);
  const said = unitText(unit);
  return said === null ? text : `${text} ${said}`;
}

// What every plain number is needs no word beside it.
const silentUnits = ['count', 'ratio'];

/** The unit as it stands beside a value; null when there is nothing to say. */
export function unitText(unit: string | null | undefined): string | null {
  return unit == null || silentUnits.includes(unit) ? null : unit;
}

/** The bounds in a sentence: `From 0 to 1.`; empty when there are none. */
export function boundsText({ type, unit, minimum, maximum }: Shape): string {
  const say = (value: number) => settingText({ type, unit: unit ?? null }, value);
  const has = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  if (has(minimum) && has(maximum)) return `From ${say(minimum)} to ${say(maximum)}.`;
  if (has(minimum)) return `At least ${say(minimum)}.`;
  return has(maximum) ? `At most ${say(maximum)}.` : '';
}
