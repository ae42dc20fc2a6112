import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { ErrorPage } from '#app/components/error-page.tsx';
import { LiveProvider } from '#app/components/live-outlet.tsx';
import { Shell } from '#app/components/shell.tsx';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import type { loader as rootLoader } from '#app/root.tsx';

export const handle = { crumbs: () => [{ label: 'Platform', to: paths.platform() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireCaller(args);
  return { caller };
}

export default function Platform() {
  const { caller } = useLoaderData<typeof loader>();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme ?? null;
  return (
    <LiveProvider>
      <Shell caller={caller} theme={theme}>
        <Outlet />
      </Shell>
    </LiveProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
