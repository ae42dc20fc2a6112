import { DemoNotice } from '#app/components/demo-notice.tsx';
import { Status, type State } from '#app/components/ui/status.tsx';
import { formatCount, formatMoney, formatPercent, plural } from '#app/lib/format.ts';
import type { PlatformSnapshot } from './snapshot.ts';
import {
  fleetVerdict,
  healthCounts,
  platformSentence,
  revenueVerdict,
  verdictText,
  type Verdict,
} from './verdict.ts';

type VerdictHeaderProps = { snapshot: PlatformSnapshot; canHealth: boolean; canBilling: boolean };

/** The conclusion first, then where to look: one entry for each section of the page. */
export function VerdictHeader({ snapshot, canHealth, canBilling }: VerdictHeaderProps) {
  const { platformHealth, fleetHealth } = snapshot;
  const verdict = verdictOf(snapshot, canHealth);
  return (
    <div className="verdict">
      <h1>
        {verdict === null ? (
          'Platform'
        ) : (
          <>
            {verdict.lead}
            {verdict.critical === '' ? null : <em>{verdict.critical}</em>}
            {verdict.end}
          </>
        )}
      </h1>
      <p>{sentence(platformHealth, canHealth)}</p>
      <nav aria-label="On this page">
        <ul className="jump">
          {jumps(snapshot, canBilling).map((jump) => (
            <li key={jump.anchor}>
              <a href={`#${jump.anchor}`}>
                <span className="label">{jump.name}</span>
                <span className="jump-value">
                  {jump.state === 'neutral' ? null : <Status state={jump.state} isWordHidden />}
                  {jump.text}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {fleetHealth !== null && fleetHealth.demo > 0 ? (
        <div className="mt-2">
          <DemoNotice count={fleetHealth.demo} />
        </div>
      ) : null}
    </div>
  );
}

function verdictOf({ fleetHealth, revenue }: PlatformSnapshot, canHealth: boolean): Verdict | null {
  if (fleetHealth !== null) return fleetVerdict(fleetHealth);
  return canHealth || revenue === null ? null : revenueVerdict(revenue);
}

/** What a reader who cannot see the page is told when it changes. */
export function verdictAnnouncement({ platformHealth, fleetHealth }: PlatformSnapshot): string {
  const parts = [
    fleetHealth === null ? '' : verdictText(fleetVerdict(fleetHealth)),
    platformHealth === null ? '' : platformSentence(platformHealth),
  ];
  return parts.filter(Boolean).join(' ');
}

function sentence(health: PlatformSnapshot['platformHealth'], canHealth: boolean): string {
  if (health !== null) return platformSentence(health);
  return canHealth
    ? 'Health did not answer, so the state of the platform is unknown.'
    : 'Revenue of all tenants.';
}

type Jump = { anchor: string; name: string; state: State; text: string };

function jumps(
  { platformHealth, fleetHealth, usage, revenue }: PlatformSnapshot,
  canBilling: boolean,
): Jump[] {
  const list: Jump[] = [];
  if (platformHealth !== null) {
    const { worst, text } = healthCounts(platformHealth);
    list.push({ anchor: 'health', name: 'Platform health', state: worst, text });
  }
  if (fleetHealth !== null) {
    const { atRisk, critical, active7d, total } = fleetHealth;
    list.push({
      anchor: 'risk',
      name: 'Tenants at risk',
      state: critical > 0 ? 'critical' : atRisk > 0 ? 'warn' : 'ok',
      text: atRisk === 0 ? 'None at risk' : `${formatCount(atRisk)} at risk`,
    });
    list.push({
      anchor: 'tenants',
      name: 'Tenant health',
      state: 'neutral',
      text: `${formatCount(active7d)} of ${formatCount(total)} active`,
    });
  }
  if (usage !== null) {
    const rate = usage.executions24h === 0 ? null : usage.failures24h / usage.executions24h;
    list.push({
      anchor: 'usage',
      name: 'Usage',
      state: 'neutral',
      text: rate === null ? 'No executions in 24 h' : `${formatPercent(rate)} of executions failed`,
    });
  }
  if (canBilling && revenue !== null) {
    const isOverdue = revenue.delinquentTenants > 0;
    list.push({
      anchor: 'revenue',
      name: 'Revenue',
      state: isOverdue ? 'critical' : 'ok',
      text: isOverdue
        ? `${formatMoney(revenue.overdue, 'overview')} past due`
        : plural(revenue.trials.running, 'trial'),
    });
  }
  return list;
}
