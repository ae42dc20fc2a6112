import { z } from 'zod';

/** Text without control characters. */
export const withoutControls = /^\P{Cc}*$/u;

/** Text to look for, without control characters: nothing has any, and PostgreSQL refuses NUL with an error. */
export const plainText = z.string().regex(withoutControls, 'Control characters are not allowed.');

// Beside control characters and halves of a surrogate pair, which PostgreSQL's JSON refuses: what turns the direction of
// the text around it (embeddings, overrides, isolates) and what is not seen at all. Joiners are part of scripts and emoji.
const printable = /^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]*$/u;

/** Text that others read as a name, so that no two different names look the same for being invisible or mirrored. */
export function printableText(thing: string) {
  return z.string().regex(printable, `Use only printable characters in the ${thing}.`);
}
