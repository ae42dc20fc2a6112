import { useEffect, useRef, type RefObject } from 'react';
import {
  clearSelection,
  focusSearch,
  isInOverlay,
  isTyping,
  moveRow,
  moveTab,
  moveTime,
  openRowMenu,
  toggleRow,
} from './keyboard-moves.ts';

const GO_MS = 1_500;

type ShortcutOptions = {
  /** Whether the reader wants single-key shortcuts; the palette opens anyway. */
  areOn: boolean;
  /** Where G and a letter lead. */
  go: Readonly<Record<string, string>>;
  navigate: (to: string) => void;
  openPalette: () => void;
  openHelp: () => void;
};

/**
 * The keys of the whole app. Single keys pause while typing, in menus and in dialogs. They act on what is marked up
 * for them: a search field, rows with a link, a row's checkbox and menu, `Tabs`.
 */
export function useShortcuts(options: ShortcutOptions): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      const { areOn, go, navigate, openPalette, openHelp } = latest.current;
      if (event.defaultPrevented) return;
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      if (!areOn || isModified || isTyping(event.target) || isInOverlay()) return;
      const isGoing = Date.now() < goUntil;
      goUntil = 0;
      const target = isGoing ? go[event.key.toLowerCase()] : undefined;
      if (target !== undefined) {
        event.preventDefault();
        navigate(target);
      } else if (event.key === 'g') goUntil = Date.now() + GO_MS;
      else if (event.key === '?') {
        event.preventDefault();
        openHelp();
      } else if (moves[event.key]?.() === true) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

const moves: Record<string, () => boolean> = {
  '/': focusSearch,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: () => toggleRow(false),
  X: () => toggleRow(true),
  '.': openRowMenu,
  t: moveTime,
  '[': () => moveTab(-1),
  ']': () => moveTab(1),
  Escape: clearSelection,
};

/** Escape closes an open disclosure as it would a menu; its summary keeps the focus. */
export function useEscapeToClose(details: RefObject<HTMLDetailsElement>): void {
  useEffect(() => {
    const element = details.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || element?.open !== true) return;
      element.open = false;
      element.querySelector('summary')?.focus();
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  }, [details]);
}
