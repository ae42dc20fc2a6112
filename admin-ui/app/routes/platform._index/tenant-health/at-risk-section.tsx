import { Link } from '@remix-run/react';
import { memo } from 'react';
import { clauseFacts, evidenceText, readClauses, RiskClause } from '#app/components/risk-clause.tsx';
import { stateOf } from '#app/components/ui/assessment.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { ElapsedTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { AtRiskTenantPartFragment, FleetHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, formatPercentLimit, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useStableOrder } from '#app/lib/use-stable-order.ts';
import { useDashboard } from '../dashboard-context.ts';
import { mayReview, NextActions, type OpenIncidentOf } from './next-actions.tsx';

type AtRiskSectionProps = {
  tenants: readonly AtRiskTenantPartFragment[];
  fleet: FleetHealthPartFragment | null;
  /** The open incident that concerns a tenant, when there is one. */
  incidentOf: OpenIncidentOf;
};

const tenantId = (risk: AtRiskTenantPartFragment) => risk.tenant.id;

/** Which tenant needs me now, and why: the clauses that fired, their evidence, and where to act. */
export const AtRiskSection = memo(function AtRiskSection({ tenants, fleet, incidentOf }: AtRiskSectionProps) {
  const { items, hold } = useStableOrder(tenants, tenantId);
  const count = fleet === null ? '' : `${formatCount(fleet.atRisk)} of ${formatCount(fleet.total)}. `;
  return (
    <Section
      id="risk"
      title="Tenants at risk"
      remark={`${count}Critical when two clauses fire or one reaches twice its threshold.`}
      asOf={fleet?.asOf}
      more={<MoreLink to={paths.tenants({ risk: 'true' })}>Open as list</MoreLink>}
    >
      <Card>
        {items.length === 0 ? (
          <EmptyState as="h3" title="No tenant is at risk">
            {fleet === null ? null : ruleOf(fleet)}
          </EmptyState>
        ) : (
          <ol className="risk-list" {...hold}>
            {items.map((risk, index) => (
              <AtRiskTenant
                key={risk.tenant.id}
                risk={risk}
                // One primary button on the page: the worst comes first.
                isFirst={index === 0}
                incidentOf={incidentOf}
              />
            ))}
          </ol>
        )}
      </Card>
    </Section>
  );
});

type AtRiskTenantProps = { risk: AtRiskTenantPartFragment; isFirst: boolean; incidentOf: OpenIncidentOf };

const AtRiskTenant = memo(function AtRiskTenant({ risk, isFirst, incidentOf }: AtRiskTenantProps) {
  const { tenant, name, state, since } = risk;
  const { rights } = useDashboard();
  const clauses = readClauses(risk.clauses);
  return (
    <li>
      <div className="risk-who">
        <div className="flex items-center gap-2">
          <Badge state={stateOf[state]} />
          {since ? (
            <span className="label">
              for <ElapsedTime since={since} />
            </span>
          ) : null}
        </div>
        <Link to={paths.tenant(tenant.id)}>{name}</Link>
        <span className="label">{subtitle(risk)}</span>
      </div>
      <div className="risk-evidence">
        <div className="risk-clauses">
          {clauses.map((clause) => (
            <RiskClause key={clause.kind} clause={clause} isCritical={state === 'CRITICAL'} />
          ))}
        </div>
        <p className="risk-why">
          {clauses.map((clause) =>
            mayReview(clause.kind, rights) ? (
              <Link key={clause.kind} to={paths.tenantTab(tenant.id, clauseFacts[clause.kind].tab)}>
                {evidenceText(clause)}
              </Link>
            ) : (
              <span key={clause.kind}>{evidenceText(clause)}</span>
            ),
          )}
        </p>
      </div>
      <NextActions risk={risk} clauses={clauses} isPrimary={isFirst} incidentOf={incidentOf} />
    </li>
  );
});

/** What the tenant pays for, where the caller may see it; else how it is addressed. */
function subtitle({ slug, planName, mrr }: AtRiskTenantPartFragment): string {
  if (!planName || !mrr) return slug;
  return `${slug} · ${planName} · ${formatMoney(mrr, 'overview')}/mo`;
}

/** The rule as it is set now, in one sentence. */
function ruleOf({ riskThresholds }: FleetHealthPartFragment): string {
  const { failureRate, minimumFailures, drift, credentialFailures } = riskThresholds;
  const failures = `${formatPercentLimit(failureRate)} of its executions fail within 24 h, ${formatCount(minimumFailures)} of them or more`;
  const repeated = `drift is detected ${plural(drift, 'time')} or credentials fail ${plural(credentialFailures, 'time')} within 7 d`;
  return `A tenant appears here when ${failures}, when ${repeated}, or when a payment is past due.`;
}
