/**
 * Whether `If-None-Match` has the tag, so that the client need not be sent what it has (RFC 9110, 13.1.2): compared
 * weakly, for proxies that compress an answer weaken its tag.
 */
export function hasEntityTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch?.trim() === '*') {
    return true;
  }
  return ifNoneMatch?.match(/"[^"]*"/g)?.includes(opaque(tag)) ?? false;
}

/** The tag without what says that it is weak. */
function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
