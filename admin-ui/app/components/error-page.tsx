import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { BrandMark } from './brand.tsx';
import { ButtonLink } from './ui/button.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { paths } from '#app/lib/paths.ts';

type Explanation = { title: string; text: string; requestId: string | null };

type ErrorPanelProps = {
  /** What the page shows, for "There is no such …". */
  thing?: string;
  /** The way forward. */
  backTo?: string;
  backLabel?: string;
};

/** The error boundary's content inside the shell: not permitted, not found, or failed with a request id. */
export function ErrorPanel({
  thing = 'page',
  backTo = paths.platform(),
  backLabel = 'Open the dashboard',
}: ErrorPanelProps) {
  const error = useRouteError();
  const { title, text, requestId } = explain(error, thing);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="card" role="alert">
        <EmptyState as="h1" title={title} actions={<ButtonLink to={backTo}>{backLabel}</ButtonLink>}>
          {text}
          {requestId === null ? null : (
            <>
              {' '}
              Request <code>{requestId}</code>.
            </>
          )}
        </EmptyState>
      </div>
    </main>
  );
}

/** The same without the shell, for errors of the shell itself. */
export function ErrorPage() {
  return (
    <>
      <header className="topbar">
        <a className="brand" href={paths.home()}>
          <BrandMark />
          Intendant
        </a>
      </header>
      <ErrorPanel backTo={paths.home()} backLabel="Go to the start page" />
    </>
  );
}

function explain(error: unknown, thing: string): Explanation {
  if (isRouteErrorResponse(error)) {
    if (error.status === 403) {
      return {
        title: 'You are not permitted to see this page',
        text: 'Your role does not include it. Ask an owner of this platform for a role that does.',
        requestId: null,
      };
    }
    if (error.status === 404) {
      return {
        title: `There is no such ${thing}`,
        text: 'It may have been removed, or the address is mistyped.',
        requestId: null,
      };
    }
    const requestId = typeof error.data === 'string' && /^[\w-]{6,64}$/.test(error.data) ? error.data : null;
    return { ...failed, requestId };
  }
  return { ...failed, requestId: null };
}

const failed = {
  title: 'This page could not be loaded',
  text: 'Something failed on our side; nothing was changed. Try again in a moment, and name the request when you report it.',
};
