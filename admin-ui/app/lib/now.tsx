import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';

const ServerNow = createContext<number>(0);

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer for every relative time on the page; it stops when none is shown.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Gives the first render in the browser the server's clock, so that both write the same text. */
export function NowProvider({ now, children }: { now: number; children: ReactNode }) {
  return <ServerNow.Provider value={now}>{children}</ServerNow.Provider>;
}

/** Text that depends on the time; the component renders again only when the text changes. */
export function useTimedText(write: (now: Date) => string): string {
  const serverNow = useContext(ServerNow);
  return useSyncExternalStore(
    subscribe,
    () => write(new Date()),
    () => write(new Date(serverNow)),
  );
}

/** Whether the page has become interactive; false on the server and during the first render. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}

/** The reader's time zone once the page is interactive; UTC before, because the server cannot know it. */
export function useTimeZone(): string {
  const [zone, setZone] = useState('UTC');
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return zone;
}
