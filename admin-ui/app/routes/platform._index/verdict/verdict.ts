import {
  formatCount,
  formatMoney,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  formatSeconds,
  plural,
} from '#app/lib/format.ts';
import { silenceText } from '#app/lib/silence-text.ts';
import { isBeyond, stateOf, worstState, type Assessed } from '#app/components/ui/assessment.tsx';
import type {
  FleetHealthPartFragment,
  HealthState,
  PlatformHealthPartFragment,
  RevenuePartFragment,
} from '#app/gql/graphql.ts';
import type { State } from '#app/components/ui/status.tsx';

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
export function platformSentence({ api, queue, database, jobs }: PlatformHealthPartFragment): string {
  const troubles = [
    ...apiTroubles(api),
    ...queueTroubles(queue),
    ...databaseTroubles(database),
    ...jobTroubles(jobs, isBeyond(queue.lastRunAssessment.state)),
  ];
  if (troubles.length === 0) return 'The platform serves normally.';
  const sentence = troubles.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function apiTroubles(api: PlatformHealthPartFragment['api']): string[] {
  const troubles: string[] = [];
  const { errorRateAssessment: errors, latencyAssessment: latency } = api;
  if (isBeyond(errors.state))
    troubles.push(
      `the API answers ${formatPercent(api.errorRate1h)} of requests with 5xx${limit(errors, formatPercentLimit)}`,
    );
  if (isBeyond(latency.state))
    troubles.push(
      `the API takes ${formatMilliseconds(api.p95LatencyMs1h)} at the 95th percentile${limit(latency, formatMilliseconds)}`,
    );
  return troubles;
}

function queueTroubles(queue: PlatformHealthPartFragment['queue']): string[] {
  const troubles: string[] = [];
  if (isBeyond(queue.lastRunAssessment.state)) troubles.push(silenceText(queue.lastRunAgeSeconds));
  if (isBeyond(queue.depthAssessment.state) || isBeyond(queue.oldestJobAgeAssessment.state))
    troubles.push(
      `${plural(queue.depth, 'job waits', 'jobs wait')}, the oldest for ${formatSeconds(queue.oldestJobAgeSeconds)}`,
    );
  const { deadLetters, deadLetters24h } = queue;
  if (isBeyond(queue.deadLettersAssessment.state))
    troubles.push(
      `${plural(deadLetters24h, 'job')} used up all attempts within 24 h${deadLetters > deadLetters24h ? `, ${formatCount(deadLetters)} wait in all` : ''}`,
    );
  else if (isBeyond(queue.waitingDeadLettersAssessment.state))
    troubles.push(`${plural(deadLetters, 'dead letter waits', 'dead letters wait')} for somebody`);
  return troubles;
}

/** While workers are silent that says enough of what is overdue. */
function jobTroubles(jobs: PlatformHealthPartFragment['jobs'], isSilent: boolean): string[] {
  const names = (some: typeof jobs) => some.map((job) => job.name).join(', ');
  const overdue = isSilent ? [] : jobs.filter((job) => job.isOverdue);
  const failing = jobs.filter(
    (job) => isBeyond(job.state) && (!job.isOverdue || job.lastStatus === 'FAILED' || job.failures24h > 0),
  );
  return [
    ...(overdue.length === 0 ? [] : [`${names(overdue)} ${overdue.length === 1 ? 'is' : 'are'} overdue`]),
    ...(failing.length === 0 ? [] : [`${names(failing)} failed within 24 h`]),
  ];
}

function databaseTroubles(database: PlatformHealthPartFragment['database']): string[] {
  const troubles: string[] = [];
  const { connectionsAssessment, slowQueriesAssessment, backupAssessment } = database;
  if (isBeyond(connectionsAssessment.state))
    troubles.push(
      `${formatPercentLimit(Math.round(database.connectionsUsedRatio * 100) / 100)} of the database connections are in use`,
    );
  if (isBeyond(slowQueriesAssessment.state))
    troubles.push(
      `${plural(database.slowQueries1h ?? 0, 'statement')} slower than ${formatMilliseconds(database.slowQueryThresholdMs)} ran within the hour`,
    );
  if (isBeyond(backupAssessment.state))
    troubles.push(
      database.lastBackupAt
        ? `the last backup of the control database is older than ${formatCount(backupAssessment.warnAt)} h`
        : 'the control database was never backed up',
    );
  return troubles;
}

function limit({ warnAt }: Assessed, format: (value: number) => string): string {
  return warnAt === null || warnAt === undefined ? '' : `, the limit is ${format(warnAt)}`;
}

/** Whether there is anything to say of workers and jobs: not while none was ever registered, nor the queue sampled. */
export function hasWorkers({ jobs, queue }: Pick<PlatformHealthPartFragment, 'jobs' | 'queue'>): boolean {
  return jobs.length > 0 || queue.depthByMinute.some((depth) => depth !== null);
}

/** How many of the parts of the platform are in each state, the worst first: "2 Warn, 2 OK". */
export function healthCounts(health: PlatformHealthPartFragment): { worst: State; text: string } {
  const states = [
    health.api.state,
    health.database.state,
    ...(hasWorkers(health) ? [health.queue.state, jobsState(health.jobs)] : []),
  ];
  const parts = (['CRITICAL', 'WARN', 'OK', 'UNKNOWN'] as const).flatMap((state) => {
    const count = states.filter((each) => each === state).length;
    return count === 0 ? [] : [{ state: stateOf[state], text: `${count} ${words[state]}` }];
  });
  return { worst: parts[0]?.state ?? 'ok', text: parts.map((part) => part.text).join(', ') };
}

const words = { CRITICAL: 'Critical', WARN: 'Warn', OK: 'OK', UNKNOWN: 'without data' } as const;

export function jobsState(jobs: PlatformHealthPartFragment['jobs']): HealthState {
  // A job that never ran is not a trouble while another does its work.
  return worstState(jobs.map((job) => job.state));
}
