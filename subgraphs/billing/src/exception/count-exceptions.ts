import { executeSql } from '@intendant/kit/database/execute-sql';
import type { BillingContext } from '../context.ts';
import { exceptionsSql } from './exceptions-sql.ts';

export interface ExceptionCounts {
  exceptions: number;
  aboveLimit: number;
  overridesInForce: number;
}

/** How many entitlement exceptions there are, over all tenants; one statement. */
export async function countExceptions(
  { em }: Pick<BillingContext, 'em'>,
  now: Date,
): Promise<ExceptionCounts> {
  const [row] = await executeSql<ExceptionCounts>(
    em,
    `select count(*)::integer as exceptions, (count(*) filter (where x.is_above))::integer as "aboveLimit",
       (count(*) filter (where x.has_override))::integer as "overridesInForce"
     from ${exceptionsSql}`,
    [now],
  );
  return row ?? { exceptions: 0, aboveLimit: 0, overridesInForce: 0 };
}
