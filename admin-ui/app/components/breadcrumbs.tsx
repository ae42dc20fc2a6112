import { Link, useMatches } from '@remix-run/react';
import { ChevronRight } from 'lucide-react';

type Crumb = { label: string; to: string };

/** What a route says about its place: `handle = { crumbs: (data) => [{ label, to }] }`. */
export type CrumbHandle<Data = unknown> = { crumbs: (data: Data) => Crumb[] };

/** The places of all routes that are shown, the outermost first. */
export function crumbsOf(matches: ReturnType<typeof useMatches>): Crumb[] {
  return matches.flatMap((match) => {
    const handle = match.handle as Partial<CrumbHandle> | undefined;
    return handle?.crumbs ? handle.crumbs(match.data) : [];
  });
}

export function Breadcrumbs() {
  const crumbs = crumbsOf(useMatches());
  return (
    <nav className="breadcrumbs" aria-label="Breadcrumb">
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={crumb.to}>
            {index > 0 ? <ChevronRight className="icon icon-s" aria-hidden /> : null}
            {index === crumbs.length - 1 ? (
              <span aria-current="page">{crumb.label}</span>
            ) : (
              <Link to={crumb.to}>{crumb.label}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
