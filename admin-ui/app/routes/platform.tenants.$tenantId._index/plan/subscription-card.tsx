import { Link } from '@remix-run/react';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { EntitlementUsage } from './entitlement-meter.tsx';
import type { TenantBilling, TenantData } from '../tenant-data.ts';

type SubscriptionCardProps = { tenant: TenantData; entitlements: readonly EntitlementUsage[] | null };

/** What the tenant pays, and what it owes. */
export function SubscriptionCard({ tenant, entitlements }: SubscriptionCardProps) {
  const { billing } = tenant;
  if (billing === null) return <FailedWidget title="Subscription" source="Billing" />;
  const { subscription, unpaidPayments: unpaid } = billing;
  const overrides = entitlements?.filter(({ override }) => override).length;
  const plan = paths.tenantTab(tenant.id, 'plan');
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
              {
                name: 'Unpaid',
                value:
                  unpaid.length === 0 ? (
                    'nothing'
                  ) : (
                    <Link className="link text-critical" to={`${plan}#payments`}>
                      {plural(unpaid.length, 'payment')}
                    </Link>
                  ),
              },
              {
                name: 'Overrides',
                value:
                  overrides === undefined || overrides === 0 ? (
                    overrides === 0 ? (
                      'none'
                    ) : (
                      '–'
                    )
                  ) : (
                    <Link className="link" to={`${plan}#overrides`}>
                      {overrides} in force
                    </Link>
                  ),
              },
              ...(tenant.memberCount === null ? [] : [{ name: 'Members', value: membersOf(tenant) }]),
            ]}
          />
        ) : (
          <p className="text-ink-2">This tenant has no subscription, so it pays nothing.</p>
        )}
      </div>
    </Card>
  );
}

const subscriptionWords = { TRIALING: 'In trial', ACTIVE: 'Active', CANCELED: 'Canceled' } as const;

/** The facts of a subscription, as far as it has them. */
export function subscriptionRows(subscription: NonNullable<TenantBilling['subscription']>) {
  const { status, trialEndsAt, trialConvertedAt, canceledAt } = subscription;
  return [
    { name: 'Plan', value: subscription.plan.name },
    { name: 'MRR', value: formatMoney(subscription.mrr) },
    { name: 'Status', value: subscriptionWords[status] },
    { name: 'Started', value: <DateOf at={subscription.startedAt} isFocusable /> },
    ...(status === 'TRIALING' && trialEndsAt
      ? [{ name: 'Trial ends', value: <RelativeTime at={trialEndsAt} isFocusable /> }]
      : []),
    ...(trialConvertedAt
      ? [{ name: 'Trial converted', value: <DateOf at={trialConvertedAt} isFocusable /> }]
      : []),
    ...(canceledAt ? [{ name: 'Canceled', value: <DateOf at={canceledAt} isFocusable /> }] : []),
  ];
}

function membersOf({ id, memberCount, signedInCount }: TenantData) {
  if (memberCount === 0) return 'none';
  return (
    <>
      <Link className="link" to={paths.tenantTab(id, 'people')}>
        {memberCount}
      </Link>
      {signedInCount === null ? null : <span className="label"> {signedInCount} signed in</span>}
    </>
  );
}

export function PaymentBadge({ billing }: { billing: TenantBilling }) {
  const { isDelinquent, subscription } = billing;
  if (isDelinquent) return <Badge state="critical">Delinquent</Badge>;
  if (subscription?.status === 'TRIALING') return <Badge state="info">Trial</Badge>;
  return subscription?.status === 'ACTIVE' && subscription.mrr.amountCents > 0 ? (
    <Badge state="ok">Paid</Badge>
  ) : null;
}
