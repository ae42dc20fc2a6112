import { isRepeated } from '../executor/once-per-data.ts';

const texts = new WeakMap<object, string>();

/** A response as JSON; data that is given again and again is written once. */
export function stringify(response: { data?: unknown; errors?: unknown; extensions?: unknown }): string {
  const { data, errors, extensions } = response;
  if (errors || extensions || !isObject(data) || !isRepeated(data)) {
    return JSON.stringify(response);
  }
  const known = texts.get(data);
  if (known !== undefined) {
    return known;
  }
  const text = JSON.stringify(response);
  texts.set(data, text);
  return text;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
