import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { HealthState, IncidentFigures } from '../generated/resolvers.ts';
import { stateOf } from '../platform-health/health-state.ts';
import { dayMs } from '../rollup/time-window.ts';
import { incidentsChangedTopic } from './record-incident-change.ts';

/** Open incidents in figures; cached, one statement when it is not. Platform callers only. */
export async function incidentFigures(ctx: HealthContext, freshness?: Freshness): Promise<IncidentFigures> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'incidentFigures',
    compute: readFigures,
    topic: incidentsChangedTopic,
    freshness,
  });
}

async function readFigures({ em, clock, settings }: HealthContext): Promise<IncidentFigures> {
  const now = clock.now();
  const [row] = await executeSql<Omit<IncidentFigures, 'assessment' | 'asOf'>>(
    em,
    `select (count(*) filter (where resolved_at is null))::integer as open,
       (count(*) filter (where resolved_at is null and severity = 'CRITICAL'))::integer as critical,
       (count(*) filter (where resolved_at is null and lead_id is null))::integer as unassigned,
       (count(*) filter (where resolved_at > ?::timestamptz))::integer as "resolved7d"
     from incident`,
    [new Date(now.getTime() - 7 * dayMs)],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  const warnAt = await settings.get('health.open-incidents-warn');
  // One critical incident is critical, however few they are: no number of them stands for that.
  const state: HealthState = row.critical > 0 ? 'CRITICAL' : stateOf(row.open, warnAt, null);
  return { ...row, assessment: { state, warnAt, criticalAt: null }, asOf: now };
}
