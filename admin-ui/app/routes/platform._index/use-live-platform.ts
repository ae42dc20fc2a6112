import { startTransition, useCallback, useMemo, useState } from 'react';
import {
  IncidentsChangedDocument,
  PlatformHealthChangedDocument,
  RevenueChangedDocument,
  SecurityActivityChangedDocument,
} from '#app/gql/graphql.ts';
import { useLive, worstStatus } from '#app/lib/use-live.ts';
import { mergeSnapshots } from './merge-snapshots.ts';
import { executionsKinds, type DashboardRights, type ExecutionsWindow } from './overview-request.ts';
import {
  changedHealth,
  changedIncidents,
  changedRevenue,
  changedSecurity,
  type PlatformSnapshot,
} from './snapshot.ts';

const noVariables: Record<string, never> = {};

/** The loaded snapshot with every live change, and every section that was asked for again, merged in. */
export function useLivePlatform(
  loaded: PlatformSnapshot,
  rights: DashboardRights,
  executions: ExecutionsWindow,
) {
  const [known, setKnown] = useState(loaded);
  const mergeIn = useCallback(
    // A press of a key or a tap goes first.
    (change: Partial<PlatformSnapshot>) =>
      startTransition(() => setKnown((before) => mergeSnapshots(before, change))),
    [],
  );
  const health = useLive(
    PlatformHealthChangedDocument,
    { canBilling: rights.billing, executionsBy: executionsKinds[executions] },
    (data) => mergeIn({ health: changedHealth(data, executions) }),
    rights.health,
  );
  const incidents = useLive(
    IncidentsChangedDocument,
    noVariables,
    (data) => mergeIn({ incidents: changedIncidents(data) }),
    rights.health,
  );
  const revenue = useLive(
    RevenueChangedDocument,
    noVariables,
    (data) => mergeIn({ revenue: changedRevenue(data) }),
    rights.billing,
  );
  const security = useLive(
    SecurityActivityChangedDocument,
    noVariables,
    (data) => mergeIn({ security: changedSecurity(data) }),
    rights.audit,
  );
  // What was loaded again, after an action or a change of the address, is merged in like any other answer.
  const snapshot = useMemo(() => mergeSnapshots(known, loaded), [known, loaded]);
  const status = worstStatus([
    ...(rights.health ? [health, incidents] : []),
    ...(rights.billing ? [revenue] : []),
    ...(rights.audit ? [security] : []),
  ]);
  return { snapshot, status, mergeIn };
}
