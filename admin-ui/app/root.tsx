import instrumentSans from '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2?url';
import newsreader from '@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2?url';
import { data, type LinksFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useFetchers,
  useLoaderData,
  useNavigation,
  useRouteLoaderData,
} from '@remix-run/react';
import { useContext, type ReactNode } from 'react';
import { ErrorPage } from './components/error-page.tsx';
import { RouteAnnouncer } from './components/route-announcer.tsx';
import { Toast, type ToastMessage } from './components/ui/toast.tsx';
import { NonceContext } from './lib/nonce.ts';
import { NowProvider } from './lib/now.tsx';
import { paths } from './lib/paths.ts';
import { readChoice, themeIn, type Theme } from './lib/theme.ts';
import { takeToast } from './lib/toast.server.ts';
import { useOfflineLinks } from './lib/use-offline-links.ts';
import { ALLOW_UNREVEALED } from './lib/use-revealed.ts';
import stylesheet from './styles/app.css?url';

export const meta: MetaFunction = () => [
  { title: 'Intendant' },
  {
    name: 'description',
    content: 'The open control plane for companies that run many isolated tenants on one product.',
  },
  { name: 'robots', content: 'noindex' },
];

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'preload', href: instrumentSans, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'preload', href: newsreader, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: stylesheet },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { toast, headers } = await takeToast(request);
  return data({ theme: themeIn(request.headers.get('Cookie')), toast, now: Date.now() }, { headers });
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const theme = useTheme();
  return (
    <html lang="en" data-theme={theme ?? undefined} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme ?? 'light dark'} />
        <Meta />
        <Links />
        <script
          nonce={nonce}
          dangerouslySetInnerHTML={{ __html: ALLOW_UNREVEALED }}
          suppressHydrationWarning
        />
      </head>
      <body>
        <a className="skip-link" href="#main">
          Skip to content
        </a>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/** The stored choice, or the one just made, which is stored as well but not loaded yet. */
function useTheme(): Theme | null {
  const stored = useRouteLoaderData<typeof loader>('root')?.theme ?? null;
  const choosing = useFetchers().find((fetcher) => fetcher.formAction === paths.theme());
  return choosing?.formData ? readChoice(choosing.formData.get('theme')) : stored;
}

export default function App() {
  const { now, toast } = useLoaderData<typeof loader>();
  const isNavigating = useNavigation().state === 'loading';
  const cancelledLinks = useOfflineLinks();
  return (
    <NowProvider now={now}>
      {isNavigating ? (
        <div className="navigation-progress" role="status">
          <span className="sr-only">Loading</span>
        </div>
      ) : null}
      <Outlet />
      <RouteAnnouncer />
      <Toast message={toast} />
      <Toast message={cancelledLinks === 0 ? null : offline(cancelledLinks)} />
    </NowProvider>
  );
}

/** Said again at each link that is pressed, also when it was dismissed before. */
function offline(cancelledLinks: number): ToastMessage {
  return {
    id: `offline-${cancelledLinks}`,
    kind: 'failed',
    title: 'You are offline',
    detail: 'The page stays as it is until the connection is back.',
  };
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
