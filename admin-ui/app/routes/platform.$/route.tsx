import type { LoaderFunctionArgs } from '@remix-run/node';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { notFound } from '#app/lib/gateway.server.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';

/** Addresses below the platform that are no page, inside the shell. */
export async function loader(args: LoaderFunctionArgs) {
  await requireCaller(args);
  throw notFound();
}

export default function NoSuchPage() {
  return null;
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
