import { ErrorPage } from '#app/components/error-page.tsx';
import { notFound } from '#app/lib/gateway.server.ts';

/** Every address that is no page. Without a route for them the browser renders another tree than the server did. */
export function loader() {
  throw notFound();
}

export default function NoSuchPage() {
  return null;
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
