import { useCallback, useEffect, useRef } from 'react';
import { isInOverlay, isTyping } from './keyboard-moves.ts';

/** Between two loads at least, so that a busy fleet does not load its list without end. */
export const RELOAD_EVERY_MS = 5_000;
const CHECK_MS = 1_000;

/**
 * Loads a page again after something changed: at most every few seconds, and only while nobody would be disturbed.
 * Returns what to call for each change; those in the meantime are one.
 */
export function useQuietReload(reload: () => void): () => void {
  const latest = useRef(reload);
  latest.current = reload;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const loadedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    // What the page shows was loaded just now.
    loadedAt.current = Date.now();
    return () => clearTimeout(timer.current);
  }, []);
  return useCallback(() => {
    if (timer.current !== undefined) return;
    const attempt = () => {
      if (isDisturbing()) {
        timer.current = setTimeout(attempt, CHECK_MS);
        return;
      }
      timer.current = undefined;
      loadedAt.current = Date.now();
      latest.current();
    };
    timer.current = setTimeout(attempt, Math.max(0, loadedAt.current + RELOAD_EVERY_MS - Date.now()));
  }, []);
}

/** Rows must not move under a pointer or a focus, nor leave while they are chosen; and nobody looks at a hidden page. */
function isDisturbing(): boolean {
  return (
    document.hidden ||
    isTyping(document.activeElement) ||
    isInOverlay() ||
    document.querySelector('main details[open]:not(.chart-table), main tbody :checked, main tbody:hover') !==
      null ||
    document.activeElement?.closest('main tbody') != null
  );
}
