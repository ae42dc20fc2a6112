import {
  formatCount,
  formatMoney,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  formatSeconds,
  plural,
} from '#app/lib/format.ts';
import type {
  FleetHealthPartFragment,
  HealthState,
  PlatformHealthPartFragment,
  RevenuePartFragment,
} from '#app/gql/graphql.ts';
import type { State } from '#app/components/ui/status.tsx';

export const stateOf: Record<HealthState, State> = {
  OK: 'ok',
  WARN: 'warn',
  CRITICAL: 'critical',
  UNKNOWN: 'neutral',
};

/** Whether a state is beyond a limit; without data there is nothing to say. */
export function isBeyond(state: HealthState): boolean {
  return state === 'WARN' || state === 'CRITICAL';
}

/** The page's conclusion in one sentence; the critical part stands out. */
export type Verdict = { lead: string; critical: string; end: string };

export function fleetVerdict({
  total,
  atRisk,
  critical,
}: Pick<FleetHealthPartFragment, 'total' | 'atRisk' | 'critical'>): Verdict {
  if (total === 0) return { lead: 'No tenants yet', critical: '', end: '.' };
  if (atRisk === 0) return { lead: 'No tenant needs you now', critical: '', end: '.' };
  const who = total === 1 ? 'The only tenant' : `${formatCount(atRisk)} of ${formatCount(total)} tenants`;
  const lead = `${who} ${atRisk === 1 ? 'needs' : 'need'} you`;
  if (critical === 0) return { lead, critical: '', end: '.' };
  const share =
    critical === atRisk
      ? atRisk === 1
        ? 'critically'
        : 'all of them critically'
      : `${formatCount(critical)} of them critically`;
  return { lead: `${lead}, `, critical: share, end: '.' };
}

/** The conclusion for those who see the money and not the health. */
export function revenueVerdict({
  delinquentTenants,
  overdue,
}: Pick<RevenuePartFragment, 'delinquentTenants' | 'overdue'>): Verdict {
  if (delinquentTenants === 0) return { lead: 'Every tenant has paid', critical: '', end: '.' };
  const who = `${plural(delinquentTenants, 'tenant')} ${delinquentTenants === 1 ? 'owes' : 'owe'} you `;
  return { lead: who, critical: formatMoney(overdue), end: '.' };
}

export function verdictText({ lead, critical, end }: Verdict): string {
  return `${lead}${critical}${end}`;
}

/** How the platform itself does: what is beyond its limit, or that it serves normally. */
export function platformSentence(health: PlatformHealthPartFragment): string {
  const { api, queue, database, jobs } = health;
  const troubles: string[] = [];
  if (isBeyond(api.state)) {
    troubles.push(
      (api.errorRate1h ?? 0) >= api.errorRateWarn
        ? `the API answers ${formatPercent(api.errorRate1h)} of requests with 5xx, the limit is ${formatPercentLimit(api.errorRateWarn)}`
        : `the API takes ${formatMilliseconds(api.p95LatencyMs1h)} at the 95th percentile, the limit is ${formatMilliseconds(api.latencyWarnMs)}`,
    );
  }
  if (isBeyond(queue.state)) {
    troubles.push(
      queue.deadLetters24h > 0 &&
        queue.depth < queue.depthWarn &&
        (queue.oldestJobAgeSeconds ?? 0) < queue.oldestJobAgeWarnSeconds
        ? `${plural(queue.deadLetters24h, 'job')} used up all attempts within 24 h`
        : `${plural(queue.depth, 'job waits', 'jobs wait')}, the oldest for ${formatSeconds(queue.oldestJobAgeSeconds)}`,
    );
  }
  if (isBeyond(database.state)) {
    troubles.push(
      database.connectionsUsedRatio >= database.connectionsWarnRatio
        ? `${formatPercentLimit(Math.round(database.connectionsUsedRatio * 100) / 100)} of the database connections are in use`
        : `${plural(database.slowQueries1h ?? 0, 'statement')} slower than ${formatMilliseconds(database.slowQueryThresholdMs)} ran within the hour`,
    );
  }
  const failing = jobs.filter((job) => isBeyond(job.state));
  if (failing.length > 0) troubles.push(`${failing.map((job) => job.name).join(', ')} failed within 24 h`);
  if (troubles.length === 0) return 'The platform serves normally.';
  const sentence = troubles.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** How many of the four parts of the platform are in each state, the worst first: "2 Warn, 2 OK". */
export function healthCounts(health: PlatformHealthPartFragment): { worst: State; text: string } {
  const states = [health.api.state, health.queue.state, health.database.state, jobsState(health.jobs)];
  const parts = (['CRITICAL', 'WARN', 'OK', 'UNKNOWN'] as const).flatMap((state) => {
    const count = states.filter((each) => each === state).length;
    return count === 0 ? [] : [{ state: stateOf[state], text: `${count} ${words[state]}` }];
  });
  return { worst: parts[0]?.state ?? 'ok', text: parts.map((part) => part.text).join(', ') };
}

const words = { CRITICAL: 'Critical', WARN: 'Warn', OK: 'OK', UNKNOWN: 'without data' } as const;

export function jobsState(jobs: PlatformHealthPartFragment['jobs']): HealthState {
  if (jobs.some((job) => job.state === 'CRITICAL')) return 'CRITICAL';
  return jobs.some((job) => job.state === 'WARN') ? 'WARN' : 'OK';
}
