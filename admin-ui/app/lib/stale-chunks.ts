const KEY = 'intendant-reloaded-at';
const RETRY_AFTER_MS = 30_000;

/**
 * After a deploy an open page may ask for a chunk that is gone. One reload fetches the new version; a second failure
 * shortly after is a real one and is left to the error page, so that a page never reloads in a circle.
 */
export function recoverFromStaleChunks(target: Window = window): void {
  target.addEventListener('vite:preloadError', (event) => {
    const lastReload = Number(target.sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - lastReload < RETRY_AFTER_MS) return;
    event.preventDefault();
    target.sessionStorage.setItem(KEY, String(Date.now()));
    target.location.reload();
  });
}
