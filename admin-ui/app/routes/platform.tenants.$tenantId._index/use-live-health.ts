import { useState } from 'react';
import { readFragment } from '#app/gql/fragment-masking.ts';
import {
  TenantHealthChangedDocument,
  type TenantHealthChangedSubscriptionVariables,
  type TenantHealthPartFragment,
} from '#app/gql/graphql.ts';
import { useLive } from '#app/lib/use-live.ts';
import { TenantHealthFragment } from './documents.ts';
import { newerHealth } from './tenant-data.ts';

/**
 * The loaded health with live changes merged in; another tab or window starts again from what was loaded. `asOf` is
 * null for who may not see the health, and while the source does not answer.
 */
export function useLiveHealth(
  variables: TenantHealthChangedSubscriptionVariables,
  loaded: TenantHealthPartFragment | null,
  isEnabled: boolean,
) {
  const [live, setLive] = useState<{ key: string; health: TenantHealthPartFragment } | null>(null);
  const key = JSON.stringify(variables);
  const status = useLive(
    TenantHealthChangedDocument,
    variables,
    ({ tenantHealthChanged }) => {
      const changed = readFragment(TenantHealthFragment, tenantHealthChanged?.health) ?? null;
      if (changed === null) return;
      setLive((known) => ({
        key,
        health: (known?.key === key ? newerHealth(known.health, changed) : changed) ?? changed,
      }));
    },
    isEnabled,
  );
  const health = newerHealth(loaded, live?.key === key ? live.health : null);
  return { health, status, asOf: health?.asOf ?? null };
}
