const redacted = '[redacted]';

// Passwords in addresses, credentials in headers, JSON Web Tokens, and our own API keys but for the
// prefix they are recognised by.
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z\d+.-]*:\/\/[^\s:@/]*):[^\s@/]+@/gi, `$1:${redacted}@`],
  [/\b(authorization:?\s+(?:bearer|basic)|bearer)\s+[\w.~+/=-]{12,}/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, redacted],
  [/\b(itd_(?:live|test)_[\dA-Za-z]{4})[\dA-Za-z]+/g, `$1${redacted}`],
];

/** A text of whatever origin, such as an error's message, without the secrets that can be told from their form. */
export function redactText(text: string): string {
  return secrets.reduce((shown, [pattern, replacement]) => shown.replace(pattern, replacement), text);
}

/** The same of a text that may be missing. */
export function redactNullable(text: string | null): string | null {
  return text === null ? null : redactText(text);
}
