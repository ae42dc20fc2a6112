import { useRevalidator } from '@remix-run/react';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { TenantListChangedDocument } from '#app/gql/graphql.ts';
import { useLive } from '#app/lib/use-live.ts';
import { useQuietReload } from '#app/lib/use-quiet-reload.ts';

const noVariables: Record<string, never> = {};

/**
 * Loads the list again when the fleet changed: a change can move a tenant to another page, so the rows themselves are
 * not told. The top bar says how old they are; nothing when they did not come.
 */
export function useLiveList(loadedAt: string | null): void {
  const { revalidate } = useRevalidator();
  const changed = useQuietReload(revalidate);
  const status = useLive(TenantListChangedDocument, noVariables, ({ platformHealthChanged }) => {
    // The first event tells how things stand, which the page knows.
    const asOf = platformHealthChanged.fleetHealth?.asOf;
    if (loadedAt === null || asOf === undefined || asOf > loadedAt) changed();
  });
  useLiveReport(status, loadedAt);
}
