import { z } from 'zod';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import type { FailedExecution, TenantHealthFailedExecutionsArgs } from '../generated/resolvers.ts';
import { requestedWindow } from '../rollup/time-window-input.ts';
import { withoutNul } from '../tenant-summary/tenant-summary-filter.ts';

const cursorSchema = z.tuple([z.iso.datetime(), withoutNul, withoutNul]);

const filterSchema = z.object({
  workflow: withoutNul.max(500).nullish(),
  errorCode: withoutNul.max(500).nullish(),
});

/** Which failed executions to read, of any tenant. */
export interface FailedExecutionsPage {
  from: Date;
  /** Exclusive; null when the window ends now. */
  to: Date | null;
  workflow: string | null;
  errorCode: string | null;
  /** Instant, source and id of the last one of the page before. */
  after: readonly [string, string, string] | null;
  limit: number;
}

/**
 * A tenant's failed executions, the latest first; one statement for all tenants of an operation that ask for the same.
 * Pages do not overlap or skip, also among executions of the same instant. The caller may read the tenant's health.
 * Throws `UserError('BAD_INPUT')` for a window, a cursor or a number that is not allowed.
 */
export async function failedExecutions(
  ctx: HealthContext,
  tenantId: string,
  args: TenantHealthFailedExecutionsArgs,
): Promise<Connection<FailedExecution>> {
  const connection = connectionArgs(args);
  const { workflow, errorCode } = parseInput(filterSchema, args, 'failedExecutions');
  const window = requestedWindow(args.window, 'H24', ctx.clock.now());
  const rows = await ctx.loaders.failedExecutions.load({
    tenantId,
    // To the minute, so that all fields of an operation ask for the same.
    from: window.range ? new Date(Math.floor(window.from.getTime() / 60_000) * 60_000) : window.from,
    to: window.endsNow ? null : window.to,
    workflow: workflow ?? null,
    errorCode: errorCode ?? null,
    after: connection.after ? sortKeyIn(connection.after, cursorSchema) : null,
    limit: connection.first + 1,
  });
  return toConnection(rows, connection, (row) => [row.at, row.source, row.id]);
}
