import { startTransition, useEffect, useState } from 'react';

// Even a browser that is never idle has laid out a long page within three seconds.
const LONGEST_WAIT_MS = 300;
// Safari has no idle callbacks; a pause that leaves room for a frame does.
const PAUSE_MS = 50;

let isServersPage = true;
const waiting: (() => void)[] = [];

/**
 * Allows a page to leave out of its layout what is out of sight, where it opens at its top. One that is reloaded or
 * come back to, or that leads to a place on it, needs the true height of everything above that place. To be run before
 * the page is laid out; `styles/page.css` reads the attribute.
 */
export const ALLOW_UNREVEALED = `
if (!location.hash && performance.getEntriesByType('navigation')[0]?.type === 'navigate')
  document.documentElement.dataset.opens = 'top'`;

/**
 * False while a part of the page that the server sent may be left out of the layout where it is out of sight, which
 * makes the page appear sooner; true once the browser has nothing more urgent to do, one part after the other. Always
 * true on pages that are opened later, where going back must find the place that was left.
 */
export function useRevealed(): boolean {
  const [isRevealed, setRevealed] = useState(!isServersPage);
  useEffect(() => {
    isServersPage = false;
    if (isRevealed) return undefined;
    const reveal = () => startTransition(() => setRevealed(true));
    waiting.push(reveal);
    if (waiting.length === 1) whenIdle(revealNext);
    return () => {
      const place = waiting.indexOf(reveal);
      if (place >= 0) waiting.splice(place, 1);
    };
  }, [isRevealed]);
  return isRevealed;
}

function revealNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) whenIdle(revealNext);
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: LONGEST_WAIT_MS });
  else setTimeout(work, PAUSE_MS);
}
