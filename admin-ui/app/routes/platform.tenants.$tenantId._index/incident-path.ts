import { clauseFacts, readClauses } from '#app/components/risk-clause.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';

/** The form of a new incident about the tenant, with what is wrong as its title. */
export function incidentPath(
  tenant: { id: string; name: string },
  health: TenantHealthPartFragment | null,
): string {
  const clauses = health === null ? [] : readClauses(health.risk.clauses);
  const wrong = clauses.map(({ kind }) => clauseFacts[kind].short).join(', ');
  return paths.newIncident({
    tenant: tenant.id,
    ...(wrong === '' ? {} : { title: `${tenant.name}: ${wrong.charAt(0).toLowerCase()}${wrong.slice(1)}` }),
  });
}
