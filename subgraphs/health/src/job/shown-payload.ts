import { redactSecrets } from '@intendant/kit/log';
import { redactText } from './redact-text.ts';

const deepest = 8;

/** How much of a payload is told. */
export interface Extent {
  /** The most entries of a list; what is left out is counted. */
  entries: number;
  /** The most characters of a text. */
  characters: number;
}

/** Enough to see what a job was about: a batch may be of hundreds of entries, and a page of a hundred jobs. */
export const shownExtent: Extent = { entries: 20, characters: 2_000 };

export const wholeExtent: Extent = { entries: Infinity, characters: Infinity };

/** What a job was to work on, as an object without secrets, whether they stand in fields named so or within texts. */
export function shownPayload(payload: unknown, extent: Extent): Record<string, unknown> {
  const shown = shownValue(redactSecrets(payload), extent, 0);
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown)
    ? Object.fromEntries(Object.entries(shown))
    : { value: shown };
}

function shownValue(value: unknown, extent: Extent, depth: number): unknown {
  if (typeof value === 'string') {
    return cut(redactText(value), extent.characters);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth > deepest) {
    // Further down nobody has looked for fields that may hold a secret.
    return '[redacted]';
  }
  if (Array.isArray(value)) {
    const entries = value.slice(0, extent.entries).map((item) => shownValue(item, extent, depth + 1));
    return value.length > entries.length ? [...entries, `… ${value.length - entries.length} more`] : entries;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, shownValue(item, extent, depth + 1)]),
  );
}

function cut(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters)}…` : text;
}
