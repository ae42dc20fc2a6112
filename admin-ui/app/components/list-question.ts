/**
 * A question about one row is part of the address (`?revoke=<id>`), so that it works before JavaScript. These add and
 * take it away and leave the filters and the page of the list as they are.
 */
export function withQuestion(path: string, search: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(search);
  next.set(name, value);
  return `${path}?${next}`;
}

export function withoutQuestion(path: string, search: URLSearchParams, name: string): string {
  const next = new URLSearchParams(search);
  next.delete(name);
  return next.size === 0 ? path : `${path}?${next}`;
}
