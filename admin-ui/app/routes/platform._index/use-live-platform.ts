import { useMemo, useState } from 'react';
import { PlatformHealthChangedDocument } from '#app/gql/graphql.ts';
import { useLive } from '#app/lib/use-live.ts';
import { changedSnapshot, mergeSnapshots, type PlatformSnapshot } from './snapshot.ts';

/** The loaded snapshot with every live change merged in. */
export function useLivePlatform(
  loaded: PlatformSnapshot,
  options: { canHealth: boolean; canBilling: boolean },
) {
  const [live, setLive] = useState<PlatformSnapshot | null>(null);
  const status = useLive(
    PlatformHealthChangedDocument,
    { canBilling: options.canBilling },
    ({ platformHealthChanged }) => {
      const change = changedSnapshot(platformHealthChanged);
      setLive((known) => (known === null ? change : mergeSnapshots(known, change)));
    },
    options.canHealth,
  );
  const snapshot = useMemo(() => (live === null ? loaded : mergeSnapshots(loaded, live)), [loaded, live]);
  return { snapshot, status };
}
