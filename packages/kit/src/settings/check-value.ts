import { UserError } from '../errors.ts';
import type { SettingShape } from './setting.ts';

/** Throws `UserError('BAD_INPUT')` on the field `value` unless the shape allows the value. */
export function checkValue(shape: SettingShape, value: unknown): void {
  const problem = problemWith(shape, value);
  if (problem !== null) {
    throw new UserError('BAD_INPUT', problem, 'value');
  }
}

/** Why the shape does not allow the value, in one sentence for people; null when it does. */
export function problemWith(shape: SettingShape, value: unknown): string | null {
  switch (shape.type) {
    case 'BOOLEAN':
      return typeof value === 'boolean' ? null : 'Give true or false.';
    case 'TEXT':
      return typeof value === 'string' ? problemWithText(shape, value) : 'Give a text.';
    case 'INTEGER':
      return Number.isSafeInteger(value) && isWithin(shape, Number(value))
        ? null
        : `Give a whole number${range(shape)}.`;
    case 'NUMBER':
      return typeof value === 'number' && Number.isFinite(value) && isWithin(shape, value)
        ? null
        : `Give a number${range(shape)}.`;
  }
}

function isWithin(shape: SettingShape, value: number): boolean {
  const { minimum, maximum, isMinimumExclusive, isMaximumExclusive } = shape;
  return (
    (minimum === null || (isMinimumExclusive ? value > minimum : value >= minimum)) &&
    (maximum === null || (isMaximumExclusive ? value < maximum : value <= maximum))
  );
}

function range({ minimum, maximum, isMinimumExclusive, isMaximumExclusive }: SettingShape): string {
  const bounds = [
    minimum === null ? null : `${isMinimumExclusive ? 'more than' : 'at least'} ${minimum}`,
    maximum === null ? null : `${isMaximumExclusive ? 'less than' : 'at most'} ${maximum}`,
  ].filter((bound) => bound !== null);
  return bounds.length === 0 ? '' : ` of ${bounds.join(' and ')}`;
}

function problemWithText(shape: SettingShape, value: string): string | null {
  const { options, minimumLength, maximumLength, pattern } = shape;
  if (options !== null && !options.includes(value)) {
    return `Choose one of ${options.join(', ')}.`;
  }
  if (value.length < (minimumLength ?? 0)) {
    return `Give at least ${minimumLength} characters.`;
  }
  if (value.length > (maximumLength ?? Infinity)) {
    return `Give at most ${maximumLength} characters.`;
  }
  if (pattern !== null && !new RegExp(pattern).test(value)) {
    return `The text does not have the form that is asked for: ${pattern}.`;
  }
  return null;
}
