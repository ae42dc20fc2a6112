import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { LiveStatus } from '#app/lib/use-live.ts';
import { LiveIndicator } from './ui/live-indicator.tsx';

type LiveReport = { status: LiveStatus; asOf: string };
type Channel = { report: LiveReport | null; setReport: (report: LiveReport | null) => void };

const LiveContext = createContext<Channel>({ report: null, setReport: () => undefined });

/** Lets a page with live parts show its state in the top bar, which belongs to the shell. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [report, setReport] = useState<LiveReport | null>(null);
  const channel = useMemo(() => ({ report, setReport }), [report]);
  return <LiveContext.Provider value={channel}>{children}</LiveContext.Provider>;
}

/** Reports the page's live state for as long as it is shown. */
export function useLiveReport({ state, attempt }: LiveStatus, asOf: string): void {
  const { setReport } = useContext(LiveContext);
  useEffect(() => setReport({ status: { state, attempt }, asOf }), [setReport, state, attempt, asOf]);
  useEffect(() => () => setReport(null), [setReport]);
}

export function LiveOutlet() {
  const { report } = useContext(LiveContext);
  return report === null ? null : <LiveIndicator status={report.status} asOf={report.asOf} />;
}
