import { Link } from '@remix-run/react';
import { Card, CardHead, Facts, MoreLink, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatBytes, formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { AgainstPlan } from './against-plan.tsx';
import { WorkflowFragment } from '../documents.ts';
import type { TabOf } from '../load-tab.server.ts';
import { OverviewUsage } from './overview-usage.tsx';
import { RecentActivity } from './recent-activity.tsx';
import type { Can } from '../rights.ts';
import { RiskSection } from './risk-section.tsx';
import { SubscriptionCard } from '../plan/subscription-card.tsx';
import type { TenantData } from '../tenant-data.ts';
import { WorkflowTable } from '../failures/workflow-table.tsx';

type OverviewTabProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment | null;
  content: TabOf<'overview'>;
  can: Can;
  now: number;
};

/** Why it needs somebody, what it uses, what fails, and what was done: each leads to the tab with the whole. */
export function OverviewTab({ tenant, health, content, can, now }: OverviewTabProps) {
  return (
    <>
      {!can.health ? null : health === null ? (
        <FailedWidget title="Health" source="Health" heading="h2" />
      ) : (
        <RiskSection tenant={tenant} health={health} can={can} />
      )}
      <UsageRow tenant={tenant} health={health} content={content} can={can} now={now} />
      {can.health && health !== null ? <WorkloadRow tenant={tenant} health={health} /> : null}
      <AccountRow tenant={tenant} content={content} can={can} />
    </>
  );
}

function UsageRow({ tenant, health, content, can, now }: OverviewTabProps) {
  if (!can.billing && health === null) return null;
  return (
    <Section
      id="usage"
      title="Usage"
      more={can.health ? <MoreLink to={paths.tenantTab(tenant.id, 'usage')}>Usage</MoreLink> : undefined}
    >
      <div className="split">
        {health === null ? null : <OverviewUsage tenant={tenant} health={health} />}
        {can.billing ? (
          <AgainstPlan tenant={tenant} entitlements={content.entitlements} canGrant={can.bill} now={now} />
        ) : null}
      </div>
    </Section>
  );
}

function WorkloadRow({ tenant, health }: { tenant: TenantData; health: TenantHealthPartFragment }) {
  const { resources } = health;
  return (
    <Section id="workload" title="Workload">
      <div className="split">
        <Card>
          <CardHead title="Failures by workflow, 24 h">
            <MoreLink to={paths.tenantTab(tenant.id, 'failures')}>Failures</MoreLink>
          </CardHead>
          <WorkflowTable
            tenantId={tenant.id}
            workflows={readFragment(WorkflowFragment, health.dayWorkflows ?? [])}
            windowText="24 h"
          />
        </Card>
        <Card>
          <CardHead title="Reported by the application" />
          <div className="card-body">
            <Facts
              rows={[
                { name: 'Workflows', value: formatCount(resources?.workflows) },
                { name: 'Environments', value: formatCount(resources?.environments) },
                {
                  name: 'Drifted now',
                  value: (
                    <EvidenceLink
                      to={paths.tenantTab(tenant.id, 'drift')}
                      count={health.drift.filter((row) => row.isDrifted).length}
                    />
                  ),
                },
                {
                  name: 'Credentials failing now',
                  value: (
                    <EvidenceLink
                      to={paths.tenantTab(tenant.id, 'credentials')}
                      count={health.credentials.filter((row) => row.isFailing).length}
                    />
                  ),
                },
                { name: 'Object storage', value: formatBytes(resources?.storageBytes) },
              ]}
            />
          </div>
          <div className="card-foot">
            <span>
              {resources ? (
                <>
                  Counted <RelativeTime at={resources.countedAt} isFocusable />
                </>
              ) : (
                'The application never counted its resources'
              )}
            </span>
          </div>
        </Card>
      </div>
    </Section>
  );
}

function EvidenceLink({ to, count }: { to: string; count: number }) {
  return count === 0 ? (
    '0'
  ) : (
    <Link className="link" to={to}>
      {formatCount(count)}
    </Link>
  );
}

function AccountRow({ tenant, content, can }: Pick<OverviewTabProps, 'tenant' | 'content' | 'can'>) {
  if (!can.billing && !can.audit) return null;
  return (
    <Section
      id="account"
      title="Activity and account"
      more={can.audit ? <MoreLink to={paths.auditLog({ tenant: tenant.id })}>Audit log</MoreLink> : undefined}
    >
      <div className="split">
        {can.audit ? <RecentActivity entries={content.auditEntries} /> : null}
        {can.billing ? <SubscriptionCard tenant={tenant} entitlements={content.entitlements} /> : null}
      </div>
    </Section>
  );
}
