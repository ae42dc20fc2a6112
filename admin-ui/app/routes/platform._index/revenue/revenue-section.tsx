import { memo } from 'react';
import { MoreLink, Section } from '#app/components/ui/card.tsx';
import type { RevenuePartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { DelinquentCard } from './delinquent-card.tsx';
import { ExceptionsCard } from './exceptions-card.tsx';
import { MrrCard } from './mrr-card.tsx';
import { PlansCard } from './plans-card.tsx';
import type { RevenuePart } from '../snapshot.ts';
import { TrialsCard } from './trials-card.tsx';

/** What the tenants pay, who does not, and who uses more than was agreed. */
export const RevenueSection = memo(function RevenueSection({
  revenue,
  part,
}: {
  revenue: RevenuePartFragment;
  part: RevenuePart;
}) {
  return (
    <Section
      id="revenue"
      title="Revenue and enforcement"
      asOf={revenue.asOf}
      more={<MoreLink to={paths.enforcement()}>Enforcement</MoreLink>}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-12 tablet:gap-4">
        <MrrCard revenue={revenue} className="tablet:col-span-6 desktop:col-span-4" />
        <PlansCard revenue={revenue} className="tablet:col-span-6 desktop:col-span-4" />
        <TrialsCard
          revenue={revenue}
          trials={part.expiringTrials}
          className="tablet:col-span-12 desktop:col-span-4"
        />
        <DelinquentCard
          revenue={revenue}
          tenants={part.delinquentTenants}
          className="tablet:col-span-12 desktop:col-span-5"
        />
        <ExceptionsCard
          revenue={revenue}
          exceptions={part.exceptions}
          className="tablet:col-span-12 desktop:col-span-7"
        />
      </div>
    </Section>
  );
});
