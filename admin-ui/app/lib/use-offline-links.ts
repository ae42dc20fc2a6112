import { useEffect, useState } from 'react';

/**
 * While the browser is offline a link would end the app: what it needs cannot be loaded, and the browser shows a page
 * of its own instead. Such clicks are cancelled, and counted until the connection is back.
 */
export function useOfflineLinks(): number {
  const [cancelled, setCancelled] = useState(0);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (navigator.onLine || !leavesThePage(event)) return;
      // A link of the app leaves a click alone that was cancelled before it.
      event.preventDefault();
      setCancelled((known) => known + 1);
    };
    const onOnline = () => setCancelled(0);
    document.addEventListener('click', onClick, { capture: true });
    window.addEventListener('online', onOnline);
    return () => {
      document.removeEventListener('click', onClick, { capture: true });
      window.removeEventListener('online', onOnline);
    };
  }, []);
  return cancelled;
}

/** Whether the click opens another page of this app in this window. */
function leavesThePage(event: MouseEvent): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey, target } = event;
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return false;
  const link = target.closest('a');
  if (!link?.hasAttribute('href') || link.hasAttribute('download')) return false;
  if ((link.target !== '' && link.target !== '_self') || link.origin !== location.origin) return false;
  const isSamePage = link.pathname === location.pathname && link.search === location.search;
  return !(isSamePage && link.hash !== '');
}
