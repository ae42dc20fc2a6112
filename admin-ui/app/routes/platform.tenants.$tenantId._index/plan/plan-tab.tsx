import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, CardHead, Facts, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { formatMoney } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { EntitlementTable } from './entitlement-table.tsx';
import type { TabOf } from '../load-tab.server.ts';
import { OverrideList } from './override-list.tsx';
import { PaymentTable } from './payment-table.tsx';
import type { Can } from '../rights.ts';
import { PaymentBadge, subscriptionRows } from './subscription-card.tsx';
import type { TenantData } from '../tenant-data.ts';

type PlanTabProps = { tenant: TenantData; content: TabOf<'plan'>; can: Can; now: number };

/** What the tenant subscribes to, how far it uses it, what exceptions it has, and how it pays. */
export function PlanTab({ tenant, content, can, now }: PlanTabProps) {
  return (
    <>
      <Section id="limits" title="Plan and limits">
        <div className="split">
          {content.entitlements === null ? (
            <FailedWidget title="Limits" source="Billing" />
          ) : (
            <EntitlementTable
              tenant={tenant}
              entitlements={content.entitlements}
              canGrant={can.bill}
              now={now}
            />
          )}
          <Subscription tenant={tenant} canBill={can.bill} />
        </div>
      </Section>
      <Section id="overrides" title="Overrides" remark="Exceptions to the plan’s limits, the latest first.">
        {content.overrides === null ? (
          <FailedWidget title="Overrides" source="Billing" />
        ) : (
          <OverrideList tenant={tenant} overrides={content.overrides} canBill={can.bill} />
        )}
      </Section>
      <Section id="payments" title="Payments" remark="Those that failed at least once, the latest due first.">
        {content.payments === null ? (
          <FailedWidget title="Payments" source="Billing" />
        ) : (
          <PaymentTable tenant={tenant} list={content.list} page={content.payments} canBill={can.bill} />
        )}
      </Section>
    </>
  );
}

function Subscription({ tenant, canBill }: { tenant: TenantData; canBill: boolean }) {
  const { billing } = tenant;
  if (billing === null) return <FailedWidget title="Subscription" source="Billing" />;
  const { subscription } = billing;
  const isRunning = subscription !== null && subscription !== undefined && subscription.status !== 'CANCELED';
  const ask = (confirm: string) => paths.tenantTab(tenant.id, 'plan', { confirm });
  return (
    <Card>
      <CardHead title="Subscription">
        <PaymentBadge billing={billing} />
      </CardHead>
      <div className="card-body">
        {subscription ? (
          <Facts
            rows={[
              ...subscriptionRows(subscription),
              { name: 'Price', value: `${formatMoney(subscription.plan.monthlyPrice)} monthly` },
            ]}
          />
        ) : (
          <p className="text-ink-2">This tenant has no subscription, so it pays nothing.</p>
        )}
        {canBill ? (
          <div className="mt-3 flex flex-wrap gap-2">
            {subscription?.status === 'TRIALING' ? (
              <ButtonLink id="convert-trial" kind="primary" to={ask('convert-trial')} preventScrollReset>
                Convert trial…
              </ButtonLink>
            ) : null}
            <ButtonLink id="change-plan" to={ask('change-plan')} preventScrollReset>
              {isRunning ? 'Change plan…' : 'Choose a plan…'}
            </ButtonLink>
            {isRunning ? (
              <ButtonLink
                id="cancel-subscription"
                kind="quiet"
                to={ask('cancel-subscription')}
                preventScrollReset
              >
                Cancel subscription…
              </ButtonLink>
            ) : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}
