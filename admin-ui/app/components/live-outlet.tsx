import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { LiveStatus } from '#app/lib/use-live.ts';
import { LiveIndicator } from './ui/live-indicator.tsx';

type LiveReport = { status: LiveStatus; asOf: string };
type Channel = {
  report: () => LiveReport | null;
  setReport: (report: LiveReport | null) => void;
  listen: (listener: () => void) => () => void;
};

// The value of the context never changes: a change would reach parts that are still hydrating, and React would throw
// away what the server sent of them.
function openChannel(): Channel {
  let current: LiveReport | null = null;
  const listeners = new Set<() => void>();
  return {
    report: () => current,
    setReport: (report) => {
      current = report;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const LiveContext = createContext<Channel>(openChannel());

/** Lets a page with live parts show its state in the top bar, which belongs to the shell. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [channel] = useState(openChannel);
  return <LiveContext.Provider value={channel}>{children}</LiveContext.Provider>;
}

/** Reports the page's live state for as long as it is shown. Without an instant there are no figures to speak of. */
export function useLiveReport({ state, attempt }: LiveStatus, asOf: string | null): void {
  const { setReport } = useContext(LiveContext);
  useEffect(
    () => setReport(asOf === null ? null : { status: { state, attempt }, asOf }),
    [setReport, state, attempt, asOf],
  );
  useEffect(() => () => setReport(null), [setReport]);
}

export function LiveOutlet() {
  const { listen, report } = useContext(LiveContext);
  const current = useSyncExternalStore(listen, report, () => null);
  return current === null ? null : <LiveIndicator status={current.status} asOf={current.asOf} />;
}
