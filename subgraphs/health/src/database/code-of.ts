/** The code of a system's or driver's error, such as an SQLSTATE; an empty string when it has none. */
export function codeOf(error: unknown): string {
  return error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
}
