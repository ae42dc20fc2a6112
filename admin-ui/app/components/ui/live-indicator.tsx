import type { LiveStatus } from '#app/lib/use-live.ts';
import { formatClock, formatElapsed } from '#app/lib/format-time.ts';
import { useHydrated, useTimedText } from '#app/lib/now.tsx';

/** Says whether the figures are live. Old figures never look live: without a sign of life they are named stale. */
export function LiveIndicator({ status, asOf }: { status: LiveStatus; asOf: string }) {
  const isHydrated = useHydrated();
  const age = useTimedText((now) => formatElapsed(new Date(asOf), now));
  if (!isHydrated || status.state === 'connecting') {
    return <span className="live snapshot">As of {formatClock(new Date(asOf))} UTC</span>;
  }
  if (status.state === 'stale') return <span className="live stale">Stale, last update {age} ago</span>;
  if (status.state === 'reconnecting')
    return <span className="live reconnecting">Reconnecting, try {status.attempt}</span>;
  return (
    <span className="live">
      Live<span className="live-detail"> · updated {age} ago</span>
    </span>
  );
}
