import '@testing-library/jest-dom';
import type { AppLoadContext, LoaderFunction, LoaderFunctionArgs } from '@remix-run/node';
import { createRemixStub } from '@remix-run/testing';
import { render } from '@testing-library/react';
import type { ComponentType } from 'react';
import { NowProvider } from '#app/lib/now.tsx';
import { sessionCookie } from './fake-gateway.ts';
import './quiet-router.ts';

type RouteModule = {
  default: ComponentType;
  loader?: unknown;
  action?: unknown;
  ErrorBoundary: ComponentType;
};

type PageOptions = { path: string; at: string; context: AppLoadContext; isSignedIn?: boolean };

/** Renders a route with its real loader and action against the given context. */
export function renderRoute(route: RouteModule, { path, at, context, isSignedIn = true }: PageOptions) {
  // The stub's router makes its own requests, which carry no cookie.
  const asReader = (run: unknown) =>
    run === undefined
      ? undefined
      : (args: LoaderFunctionArgs) => {
          const headers = new Headers(args.request.headers);
          if (isSignedIn) headers.set('Cookie', sessionCookie);
          return (run as LoaderFunction)({ ...args, request: new Request(args.request, { headers }) });
        };
  const Stub = createRemixStub(
    [
      {
        path,
        Component: () => (
          <NowProvider now={Date.now()}>
            <route.default />
          </NowProvider>
        ),
        ErrorBoundary: route.ErrorBoundary,
        loader: asReader(route.loader),
        action: asReader(route.action),
      },
      { path: '/sign-in', Component: () => <p>sign-in page</p> },
      { path: '*', Component: () => <p>another page</p> },
    ],
    context,
  );
  return render(<Stub initialEntries={[at]} />);
}
