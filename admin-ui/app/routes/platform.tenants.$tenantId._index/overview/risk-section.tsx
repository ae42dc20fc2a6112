import { Link } from '@remix-run/react';
import { Mail, Siren } from 'lucide-react';
import { clauseFacts, evidenceText, readClauses, RiskClause } from '#app/components/risk-clause.tsx';
import { buttonClass, ButtonLink } from '#app/components/ui/button.tsx';
import { Card, Section } from '#app/components/ui/card.tsx';
import { ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import type { ClausePartFragment, TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { ClauseEvidence } from './clause-evidence.tsx';
import { incidentPath } from '../incident-path.ts';
import type { Can } from '../rights.ts';
import type { TenantData } from '../tenant-data.ts';

type RiskSectionProps = { tenant: TenantData; health: TenantHealthPartFragment; can: Can };

/** Why the tenant is at risk: each clause, its evidence, and what can be done about it today. */
export function RiskSection({ tenant, health, can }: RiskSectionProps) {
  const { risk } = health;
  const clauses = readClauses(risk.clauses);
  const remark = (
    <>
      {risk.since ? (
        <>
          At risk for <ElapsedTime since={risk.since} />.{' '}
        </>
      ) : null}
      Evaluated <RelativeTime at={risk.evaluatedAt} isFocusable />.
    </>
  );
  return (
    <Section id="risk" title={risk.isAtRisk ? 'Why it is at risk' : 'At risk'} remark={remark}>
      <Card>
        {clauses.length === 0 ? (
          <p className="flex flex-wrap items-center gap-2 p-4 text-ink-2">
            <Status state="ok">Not at risk</Status>
            Failures, drift, credentials and payments are within their limits.
          </p>
        ) : (
          clauses.map((clause, index) => (
            // Other pages lead to the evidence of a clause by its name.
            <div className="cause" key={clause.kind} id={clauseFacts[clause.kind].anchor}>
              <div>
                <RiskClause clause={clause} isCritical={risk.state === 'CRITICAL'} />
                {clause.since ? (
                  <span className="label">
                    for <ElapsedTime since={clause.since} />
                  </span>
                ) : null}
              </div>
              <div>
                <h3>{evidenceText(clause)}</h3>
                <ClauseEvidence kind={clause.kind} tenant={tenant} health={health} />
              </div>
              <div>
                <h3>{index === 0 ? 'Safe next action' : <span className="sr-only">Next action</span>}</h3>
                <NextActions
                  clause={clause}
                  isFirst={index === 0}
                  tenant={tenant}
                  health={health}
                  can={can}
                />
              </div>
            </div>
          ))
        )}
      </Card>
    </Section>
  );
}

type NextActionsProps = RiskSectionProps & { clause: ClausePartFragment; isFirst: boolean };

/** Looking at the evidence changes nothing, so it comes first; then whom to tell. */
function NextActions({ clause, isFirst, tenant, health, can }: NextActionsProps) {
  const { tab, action, short } = clauseFacts[clause.kind];
  const canLook = clause.kind !== 'DELINQUENT' || can.billing;
  const kind = isFirst ? 'primary' : 'plain';
  const subject = `${tenant.name}: ${short.toLowerCase()}`;
  return (
    <>
      {canLook ? (
        <ButtonLink
          kind={kind}
          to={`${paths.tenantTab(tenant.id, tab)}${clause.kind === 'DELINQUENT' ? '#payments' : ''}`}
        >
          {action}
        </ButtonLink>
      ) : null}
      {clause.kind === 'FAILURE_RATE' ? null : (
        <a
          className={buttonClass(canLook ? 'plain' : kind)}
          href={`mailto:${tenant.contactEmail}?subject=${encodeURIComponent(subject)}`}
        >
          <Mail className="icon icon-s" aria-hidden />
          Write to the contact
        </a>
      )}
      {can.incidents && isFirst && tenant.openIncidents === 0 ? (
        <ButtonLink to={incidentPath(tenant, health)}>
          <Siren className="icon icon-s" aria-hidden />
          Open incident…
        </ButtonLink>
      ) : null}
      {isFirst && tenant.openIncidents !== null && tenant.openIncidents > 0 ? (
        <p className="label">
          <Link className="link" to={paths.tenantTab(tenant.id, 'incidents')}>
            {tenant.openIncidents === 1
              ? 'An incident is open'
              : `${tenant.openIncidents} incidents are open`}
          </Link>
          .
        </p>
      ) : null}
    </>
  );
}
