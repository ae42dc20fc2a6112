import type { Submission, SubmissionResult } from '@conform-to/react';
import { z } from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;

const fieldsSchema = z.record(z.string(), z.unknown());

/** What a form was filled with, as its hidden field `before` carries it to the action and back. */
export function writeBefore(fields: Fields): string {
  return JSON.stringify(fields);
}

/** What a form sent back of `writeBefore`; null when it is damaged or missing, and everything counts as changed. */
export function readBefore(text: unknown): Fields | null {
  try {
    return fieldsSchema.parse(JSON.parse(String(text)));
  } catch {
    return null;
  }
}

/** The fields of a form that differ from what it was filled with. Lists have no order. */
export function changedFields<Values extends object>(values: Values, before: Fields | null): Partial<Values> {
  if (before === null) return values;
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isSame(value, before[name])),
  ) as Partial<Values>;
}

function isSame(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other)
    ? one.toSorted().join() === other.toSorted().join()
    : one === other;
}

type Overtaken = {
  /** What is about to be saved. */
  changed: Fields;
  before: Fields | null;
  /** The same fields as they are now. */
  now: Fields;
  /** How the value a field has now is said. */
  say: (name: string) => string;
};

/**
 * Refuses a form that would replace what somebody else wrote since it was filled: says so at these fields and keeps
 * what was typed. Sent again, it replaces what was said there, and still nothing else. Undefined when nobody did.
 */
export function replyIfOvertaken<Schema, Value>(
  submission: Submission<Schema, string[], Value>,
  { changed, before, now, say }: Overtaken,
): SubmissionResult<string[]> | undefined {
  if (before === null) return undefined;
  const overtaken = Object.keys(changed).filter(
    (name) => !isSame(before[name], now[name]) && !isSame(changed[name], now[name]),
  );
  if (overtaken.length === 0) return undefined;
  const fieldErrors = Object.fromEntries(
    overtaken.map((name) => [
      name,
      [`Somebody set it to ${say(name)} meanwhile. Save again to replace that.`],
    ]),
  );
  const reply = submission.reply({ fieldErrors });
  // Of the fields that were left alone nothing was said, so the form still knows them as they were.
  const known = { ...before, ...Object.fromEntries(overtaken.map((name) => [name, now[name]])) };
  return { ...reply, initialValue: { ...reply.initialValue, before: writeBefore(known) } };
}
