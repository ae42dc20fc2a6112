import { Link } from '@remix-run/react';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

type IncidentTenantsProps = { tenants: readonly { id: string; name: string }[]; count: number };

/** Whom an incident concerns: the first by name and how many more, or the platform as a whole. */
export function IncidentTenants({ tenants, count }: IncidentTenantsProps) {
  const [first] = tenants;
  if (count === 0) return <span className="text-ink-2">Platform</span>;
  if (first === undefined) return <>{formatCount(count)} tenants</>;
  return (
    <>
      <Link to={paths.tenant(first.id)}>{first.name}</Link>
      {count > 1 ? <span className="text-ink-3"> and {formatCount(count - 1)} more</span> : null}
    </>
  );
}
