import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { DeadLetter, QueryDeadLettersArgs } from '../generated/resolvers.ts';
import { deadLetterColumns, toDeadLetter, type DeadLetterRow } from './dead-letter-row.ts';
import { jobCursorSchema, jobNameSchema } from './job-id.ts';

/**
 * Jobs that used up their attempts, the latest first. Two statements, whatever the page. Throws `UserError('BAD_INPUT')`
 * for a wrong cursor and beyond 100.
 */
export async function deadLetters(
  ctx: HealthContext,
  args: Partial<QueryDeadLettersArgs>,
): Promise<Connection<DeadLetter> & { totalCount: number }> {
  authoriseFleet(ctx);
  const connection = connectionArgs(args);
  const name = parseInput(jobNameSchema, args.name, 'name') ?? null;
  const before = connection.after ? sortKeyIn(connection.after, jobCursorSchema)[0] : null;
  const [rows, [total]] = await Promise.all([
    executeSql<DeadLetterRow>(
      ctx.em,
      `select ${deadLetterColumns} from platform.dead_letters_page(?, ?, ?) as l order by l.id desc`,
      [name, before, connection.first + 1],
    ),
    executeSql<{ count: number }>(ctx.em, 'select platform.dead_letters_count(?)::integer as count', [name]),
  ]);
  return {
    ...toConnection(rows.map(toDeadLetter), connection, ({ id }) => [id]),
    totalCount: total?.count ?? 0,
  };
}
