export type CsvValue = string | number | boolean | null | undefined;

/** One record of RFC 4180 with its line end. Numbers are written as they are, unknown values as nothing. */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe in front, so that it stays a text
 * (OWASP, "CSV Injection"). Only texts can do that: a negative number stays a number.
 */
function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return safe !== value || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
