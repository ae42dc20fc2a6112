import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { ErrorPage } from '#app/components/error-page.tsx';
import { LiveProvider } from '#app/components/live-outlet.tsx';
import { ShellCountsProvider } from '#app/components/shell-counts.tsx';
import { Shell } from '#app/components/shell.tsx';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import type { loader as rootLoader } from '#app/root.tsx';
import { loadShellCounts } from './shell-counts.server.ts';

export const handle = { crumbs: () => [{ label: 'Platform', to: paths.platform() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args);
  // Not awaited: the page does not wait for what stands beside its links.
  return { caller, counts: loadShellCounts(caller, gateway) };
}

export default function Platform() {
  const { caller, counts } = useLoaderData<typeof loader>();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme ?? null;
  return (
    <LiveProvider>
      <ShellCountsProvider>
        <Shell caller={caller} theme={theme} counts={counts}>
          <Outlet />
        </Shell>
      </ShellCountsProvider>
    </LiveProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
