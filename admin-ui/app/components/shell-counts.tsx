import { Await } from '@remix-run/react';
import {
  createContext,
  memo,
  startTransition,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { formatCount } from '#app/lib/format.ts';
import type { PageCount } from './pages.ts';

/** What stands beside pages in the navigation; null where it is unknown or not the caller's business. */
export type ShellCounts = Record<PageCount, number | null>;

const unknown: ShellCounts = { incidents: null, tenants: null, exceptions: null };

type Channel = { live: Partial<ShellCounts>; setLive: (live: Partial<ShellCounts>) => void };
const LiveCounts = createContext<Channel>({ live: {}, setLive: () => undefined });

/** Lets a page with live figures keep the navigation's counts equal to its own. */
export function ShellCountsProvider({ children }: { children: ReactNode }) {
  const [live, setLive] = useState<Partial<ShellCounts>>({});
  const channel = useMemo(() => ({ live, setLive }), [live]);
  return <LiveCounts.Provider value={channel}>{children}</LiveCounts.Provider>;
}

/** Hands over live counts for as long as the page is shown; what is undefined stays as loaded. */
export function useLiveCounts({ incidents, tenants, exceptions }: Partial<ShellCounts>): void {
  const { setLive } = useContext(LiveCounts);
  useEffect(() => {
    // What is loaded may still be on its way, and React throws away what an urgent update finds half hydrated.
    startTransition(() =>
      setLive({
        ...(incidents === undefined ? {} : { incidents }),
        ...(tenants === undefined ? {} : { tenants }),
        ...(exceptions === undefined ? {} : { exceptions }),
      }),
    );
    return () => startTransition(() => setLive({}));
  }, [setLive, incidents, tenants, exceptions]);
}

const words: Record<PageCount, (count: number) => { shown: string; said: string } | null> = {
  // No open incident is the quiet state.
  incidents: (count) => (count === 0 ? null : { shown: `${formatCount(count)} open`, said: '' }),
  tenants: (count) => ({ shown: formatCount(count), said: 'tenants' }),
  exceptions: (count) =>
    count === 0 ? null : { shown: formatCount(count), said: count === 1 ? 'exception' : 'exceptions' },
};

type CountProps = { of: PageCount; loaded: Promise<ShellCounts> };

/** One count. It never delays the page: until it is known, and when its source does not answer, there is none. */
export const ShellCount = memo(function ShellCount({ of, loaded }: CountProps) {
  const { live } = useContext(LiveCounts);
  return (
    <Suspense fallback={null}>
      <Await resolve={loaded} errorElement={null}>
        {(counts: ShellCounts = unknown) => {
          const count = live[of] ?? counts[of];
          const word = count === null || count === undefined ? null : words[of](count);
          return word === null ? null : (
            <span className="count">
              {word.shown}
              {word.said === '' ? null : <span className="sr-only"> {word.said}</span>}
            </span>
          );
        }}
      </Await>
    </Suspense>
  );
});
