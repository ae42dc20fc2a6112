import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useRouteLoaderData, type ShouldRevalidateFunction } from '@remix-run/react';
import { ErrorPage } from '#app/components/error-page.tsx';
import { LiveProvider } from '#app/components/live-outlet.tsx';
import { ShellCountsProvider } from '#app/components/shell-counts.tsx';
import { Shell } from '#app/components/shell.tsx';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { readShortcuts } from '#app/lib/session.server.ts';
import type { loader as rootLoader } from '#app/root.tsx';
import { loadShellCounts } from './shell-counts.server.ts';

export const handle = { crumbs: () => [{ label: 'Platform', to: paths.platform() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args);
  return {
    caller,
    areShortcutsOn: await readShortcuts(args.request),
    // Not awaited: the page does not wait for what stands beside its links.
    counts: loadShellCounts(caller, gateway),
  };
}

/** A choice of theme changes nothing here. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) =>
  formAction === paths.theme() ? false : defaultShouldRevalidate;

export default function Platform() {
  const { caller, areShortcutsOn, counts } = useLoaderData<typeof loader>();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme ?? null;
  return (
    <LiveProvider>
      <ShellCountsProvider>
        <Shell caller={caller} theme={theme} areShortcutsOn={areShortcutsOn} counts={counts}>
          <Outlet />
        </Shell>
      </ShellCountsProvider>
    </LiveProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
