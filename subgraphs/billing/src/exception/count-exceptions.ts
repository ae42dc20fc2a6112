import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { BillingContext } from '../context.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { exceptionsSql } from './exceptions-sql.ts';

export interface ExceptionCounts {
  exceptions: number;
  aboveLimit: number;
  overridesInForce: number;
}

/** How many entitlement exceptions there are, over all tenants; cached, one statement when not. Whoever calls authorises. */
export function countExceptions(ctx: BillingContext): Promise<ExceptionCounts> {
  return cachedSection(ctx, {
    key: 'exceptionCounts',
    topic: sectionTopics,
    freshness: 'current',
    compute: async ({ em, clock }: BillingContext) => {
      const [row] = await executeSql<ExceptionCounts>(
        em,
        `select count(*)::integer as exceptions, (count(*) filter (where x.is_above))::integer as "aboveLimit",
           (count(*) filter (where x.has_override))::integer as "overridesInForce"
         from ${exceptionsSql}`,
        [clock.now()],
      );
      return row ?? { exceptions: 0, aboveLimit: 0, overridesInForce: 0 };
    },
  });
}
