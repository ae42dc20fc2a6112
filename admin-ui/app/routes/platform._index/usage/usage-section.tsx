import { memo } from 'react';
import { Segments } from '#app/components/ui/tabs.tsx';
import { MoreLink, Section } from '#app/components/ui/card.tsx';
import type { UsagePartFragment } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { ApiRequestsCard } from './api-requests-card.tsx';
import { useDashboard } from '../dashboard-context.ts';
import { ExecutionsCard } from './executions-card.tsx';
import { RateLimitCard } from './rate-limit-card.tsx';
import type { HealthPart } from '../snapshot.ts';
import { TenantRanking } from '../tenant-health/tenant-ranking.tsx';

type UsageSectionProps = { usage: UsagePartFragment; part: HealthPart };

/** What the tenants use, against the period before, and who uses most of it. */
export const UsageSection = memo(function UsageSection({ usage, part }: UsageSectionProps) {
  const { executions } = useDashboard();
  const total = part.fleetHealth?.total ?? null;
  const ranks = executions === '7d' ? part.byExecutions7d : part.byExecutions24h;
  return (
    <Section
      id="usage"
      title="Usage and capacity"
      asOf={usage.asOf}
      more={<MoreLink to={by24h}>Usage</MoreLink>}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        <ExecutionsCard usage={usage} />
        <ApiRequestsCard usage={usage} />
        <div className="rankings col-span-full">
          <TenantRanking
            section="usage"
            title="Executions"
            aside={executionsWindows}
            ranks={ranks}
            total={total}
            allTo={executions === '7d' ? by7d : by24h}
            format={formatCount}
            columns={executionsOnly}
            empty={`No tenant reported an execution within ${executions === '7d' ? '7 d' : '24 h'}. They arrive through the events API.`}
          />
          <TenantRanking
            section="usage"
            title="Workflows"
            ranks={part.byWorkflows}
            total={total}
            allTo={byWorkflows}
            format={formatCount}
            columns={workflowsOnly}
            empty="No tenant reported its workflows. They are counted by resource events of the events API."
          />
          <TenantRanking
            section="usage"
            title="Environments"
            ranks={part.byEnvironments}
            total={total}
            allTo={byEnvironments}
            format={formatCount}
            columns={environmentsOnly}
            empty="No tenant reported its environments. They are counted by resource events of the events API."
          />
        </div>
        <RateLimitCard
          count={usage.rateLimitedTenants24h}
          assessment={usage.rateLimitedAssessment}
          breaches={part.rateLimitBreaches}
        />
      </div>
    </Section>
  );
});

// Each the same at every rendering, so that a ranking that did not change is left alone.
const by24h = paths.tenants({ sort: 'EXECUTIONS_24H' });
const by7d = paths.tenants({ sort: 'EXECUTIONS_7D' });
const byWorkflows = paths.tenants({ sort: 'WORKFLOWS' });
const byEnvironments = paths.tenants({ sort: 'ENVIRONMENTS' });
const executionsWindows = <ExecutionsWindows />;
const executionsOnly = { detail: null, value: 'Executions' };
const workflowsOnly = { detail: null, value: 'Workflows' };
const environmentsOnly = { detail: null, value: 'Environments' };

function ExecutionsWindows() {
  const { executions } = useDashboard();
  return (
    <Segments
      label="Window of the executions"
      tabs={(['24h', '7d'] as const).map((window) => ({
        label: window === '24h' ? '24 h' : '7 d',
        to: paths.platformExecutions(window),
        isCurrent: window === executions,
      }))}
    />
  );
}
