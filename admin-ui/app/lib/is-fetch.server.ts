/** Whether a script asks: it keeps its page and needs no redirect. A form sent before JavaScript does. */
export function isFetch(request: Request): boolean {
  return (
    new URL(request.url).searchParams.has('_data') ||
    request.headers.get('Accept')?.includes('text/html') === false
  );
}
