import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 10_000;

/** Text for a polite live region: the latest change, at most every ten seconds, and nothing on arrival. */
export function useAnnouncer(text: string): string {
  const [announced, setAnnounced] = useState('');
  const first = useRef(text);
  const lastAt = useRef(0);
  useEffect(() => {
    if (text === first.current && announced === '') return undefined;
    if (text === announced) return undefined;
    const wait = Math.max(0, lastAt.current + PAUSE_MS - Date.now());
    const timer = setTimeout(() => {
      lastAt.current = Date.now();
      setAnnounced(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, announced]);
  return announced;
}
