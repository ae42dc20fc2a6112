import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { TimeWindow } from '../generated/resolvers.ts';
import { requestedWindow } from '../rollup/time-window-input.ts';
import { metricsWindow, type MetricsWindow } from './metrics-window.ts';

/**
 * The window for which the platform's own figures are asked, the last 24 hours unless told; what is selected of them is
 * read by one statement each, however long the window is. Throws `UserError('BAD_INPUT')` on a field of `window`.
 */
export function systemMetrics(ctx: HealthContext, window: TimeWindow | null | undefined): MetricsWindow {
  authoriseFleet(ctx);
  const now = ctx.clock.now();
  return metricsWindow(requestedWindow(window, 'H24', now), now);
}
