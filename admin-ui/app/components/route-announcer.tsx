import { useLocation } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';

/** Says the title of a page that was reached without a reload, which browsers do not do by themselves. */
export function RouteAnnouncer() {
  const { pathname } = useLocation();
  const [title, setTitle] = useState('');
  const arrivedAt = useRef(pathname);
  useEffect(() => {
    if (arrivedAt.current === pathname) return;
    arrivedAt.current = pathname;
    setTitle(document.title);
  }, [pathname]);
  return (
    <p className="sr-only" aria-live="polite" data-route-announcer>
      {title}
    </p>
  );
}
