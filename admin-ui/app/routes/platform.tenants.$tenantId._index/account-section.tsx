import { Card, CardHead, Facts, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { describeAction } from '#app/components/audit-text.ts';
import type { TenantData } from './tenant-data.ts';

type AccountSectionProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment | null;
  can: { billing: boolean; audit: boolean };
};

/** What was done to the tenant, and what it pays. */
export function AccountSection({ tenant, can }: AccountSectionProps) {
  if (!can.billing && !can.audit) return null;
  return (
    <Section id="account" title="Activity and account">
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        {can.audit ? <Activity entries={tenant.auditEntries} /> : null}
        {can.billing ? <Subscription billing={tenant.billing} /> : null}
      </div>
    </Section>
  );
}

function Activity({ entries }: { entries: TenantData['auditEntries'] }) {
  if (entries === null)
    return <FailedWidget title="Recent activity" source="Security" className="tablet:col-span-2" />;
  return (
    <Card className="tablet:col-span-2">
      <CardHead title="Recent activity" />
      {entries.length === 0 ? (
        <p className="card-body text-ink-2">
          Nothing was done to this tenant yet. Every change will be listed here.
        </p>
      ) : (
        <ol className="feed pb-2">
          {entries.map((entry) => (
            <li key={entry.id}>
              <RelativeTime at={entry.at} />
              <div>{describeAction(entry)}</div>
              <span className="who">
                {entry.actorName ? `${entry.actorName} as ${entry.callerName}` : entry.callerName}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

type Billing = NonNullable<TenantData['billing']>;

const subscriptionWords = { TRIALING: 'Trial', ACTIVE: 'Active', CANCELED: 'Canceled' } as const;

function Subscription({ billing }: { billing: TenantData['billing'] }) {
  if (billing === null) return <FailedWidget title="Plan and subscription" source="Billing" />;
  const { plan, subscription, isDelinquent } = billing;
  const unpaid = billing.unpaidPayments ?? [];
  return (
    <Card id="payments">
      <CardHead title="Plan and subscription">
        <PaymentBadge isDelinquent={isDelinquent === true} subscription={subscription} />
      </CardHead>
      {subscription ? (
        <div className="card-body">
          <Facts
            rows={[
              { name: 'Plan', value: plan ? plan.name : 'none' },
              { name: 'MRR', value: formatMoney(subscription.mrr) },
              { name: 'Subscription', value: subscriptionWords[subscription.status] },
              { name: 'Started', value: <DateOf at={subscription.startedAt} /> },
              ...(subscription.status === 'TRIALING' && subscription.trialEndsAt
                ? [{ name: 'Trial ends', value: <RelativeTime at={subscription.trialEndsAt} /> }]
                : []),
              ...(subscription.canceledAt
                ? [{ name: 'Canceled', value: <DateOf at={subscription.canceledAt} /> }]
                : []),
              { name: 'Unpaid', value: unpaid.length === 0 ? 'nothing' : plural(unpaid.length, 'payment') },
            ]}
          />
          {unpaid.length === 0 ? null : (
            <ul className="mt-2 grid gap-1.5">
              {unpaid.map((payment) => (
                <li key={payment.id} className="flex justify-between gap-3">
                  <span>
                    <span className="font-medium text-critical">{formatMoney(payment.amount)}</span>{' '}
                    <span className="text-ink-2">{payment.failureReason}</span>
                  </span>
                  <span className="label shrink-0">
                    due <DateOf at={payment.dueAt} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      ) : (
        <p className="card-body text-ink-2">This tenant has no subscription, so it pays nothing.</p>
      )}
    </Card>
  );
}

function PaymentBadge({
  isDelinquent,
  subscription,
}: { isDelinquent: boolean } & Pick<Billing, 'subscription'>) {
  if (isDelinquent) return <Badge state="critical">Delinquent</Badge>;
  if (subscription?.status === 'TRIALING') return <Badge state="info">Trial</Badge>;
  return subscription?.status === 'ACTIVE' && subscription.mrr.amountCents > 0 ? (
    <Badge state="ok">Paid</Badge>
  ) : null;
}
