import { entitlementAmount, entitlementTitle, usedOfLimit } from '#app/components/entitlement-text.ts';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { DateOf } from '#app/components/ui/relative-time.tsx';
import type { NewOverrideQuery } from '#app/gql/graphql.ts';

type Tenant = NonNullable<NewOverrideQuery['tenant']>;

/** What the tenant uses of what it may now, beside the form that changes it. */
export function TenantToday({ tenant }: { tenant: Tenant }) {
  const { entitlements } = tenant;
  return (
    <Card className="self-start">
      <CardHead as="h2" title={`${tenant.name} today`} sub={tenant.plan?.name ?? 'no plan'} />
      <div className="card-body">
        {entitlements == null ? (
          <p className="text-ink-2">Billing did not answer; the usage is not known.</p>
        ) : (
          <Facts
            rows={entitlements.map((usage) => ({
              name: entitlementTitle(usage.entitlement),
              value: (
                <>
                  {usage.measuredAt
                    ? usedOfLimit(usage)
                    : `not measured yet, limit ${entitlementAmount(usage.entitlement, usage.limit)}`}
                  {usage.override ? (
                    <span className="hint block whitespace-normal">
                      override until <DateOf at={usage.override.expiresAt} /> by {usage.override.grantedBy},
                      plan {entitlementAmount(usage.entitlement, usage.planLimit)}
                    </span>
                  ) : null}
                </>
              ),
            }))}
          />
        )}
      </div>
    </Card>
  );
}
