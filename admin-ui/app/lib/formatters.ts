// Making a formatter takes as long as formatting a hundred values, so each is made once.
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** The formatter of dates in British English with these options. */
export function dateFormatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return known(dates, options, () => new Intl.DateTimeFormat('en-GB', options));
}

/** The formatter of numbers in British English with these options. */
export function numberFormatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return known(numbers, options, () => new Intl.NumberFormat('en-GB', options));
}

function known<T>(formatters: Map<string, T>, options: object, make: () => T): T {
  const key = JSON.stringify(options);
  const formatter = formatters.get(key) ?? make();
  formatters.set(key, formatter);
  return formatter;
}
