import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { announcePlatformChange } from '../live/announce-platform-change.ts';
import { gatewayFiguresSchema } from './gateway-figures-input.ts';
import { storeRejections } from './store-rejections.ts';
import { storeRequests } from './store-requests.ts';
import { storeServiceCounts } from './store-service-counts.ts';

/**
 * Adds what a gateway counted since its flush before: requests, fetches to services, refusals by rate limits. A flush
 * that was recorded already changes nothing. For the gateway only. Three statements at most. Throws
 * `UserError('BAD_INPUT')` naming the wrong field.
 */
export async function recordGatewayRequests(ctx: HealthContext, input: unknown): Promise<void> {
  authorise(ctx, 'service:internal');
  const figures = parseInput(gatewayFiguresSchema, input);

  const isNew = await ctx.em.transactional(async (em) => {
    if (!(await storeRequests(em, figures, ctx.clock.now()))) {
      return false;
    }
    await storeServiceCounts(em, figures);
    await storeRejections(em, figures);
    return true;
  });
  if (isNew) {
    await announcePlatformChange(ctx);
  }
}
