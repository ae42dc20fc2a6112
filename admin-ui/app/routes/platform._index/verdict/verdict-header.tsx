import { DemoNotice } from '#app/components/demo-notice.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { domainsOf } from '../domains.ts';
import { useDashboard } from '../dashboard-context.ts';
import type { PlatformSnapshot } from '../snapshot.ts';
import { fleetVerdict, platformSentence, revenueVerdict, verdictText, type Verdict } from './verdict.ts';

/** The conclusion first, then where to look: one entry for each domain of the page. */
export function VerdictHeader({ snapshot }: { snapshot: PlatformSnapshot }) {
  const { rights } = useDashboard();
  const { platformHealth, fleetHealth } = snapshot.health;
  const verdict = verdictOf(snapshot, rights.health);
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
      <p>{sentence(platformHealth, rights.health)}</p>
      <nav aria-label="On this page">
        <ul className="jump">
          {domainsOf(snapshot, rights).map((domain) => (
            <li key={domain.anchor}>
              <a href={`#${domain.anchor}`}>
                <span className="label">{domain.name}</span>
                <span className="jump-value">
                  <Status state={domain.state} isWordHidden />
                  {domain.text}
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

function verdictOf({ health, revenue }: PlatformSnapshot, canHealth: boolean): Verdict | null {
  if (health.fleetHealth !== null) return fleetVerdict(health.fleetHealth);
  return canHealth || revenue.revenue === null ? null : revenueVerdict(revenue.revenue);
}

/** What a reader who cannot see the page is told when it changes. */
export function verdictAnnouncement({ health: { platformHealth, fleetHealth } }: PlatformSnapshot): string {
  const parts = [
    fleetHealth === null ? '' : verdictText(fleetVerdict(fleetHealth)),
    platformHealth === null ? '' : platformSentence(platformHealth),
  ];
  return parts.filter(Boolean).join(' ');
}

function sentence(health: PlatformSnapshot['health']['platformHealth'], canHealth: boolean): string {
  if (health !== null) return platformSentence(health);
  return canHealth
    ? 'Health did not answer, so the state of the platform is unknown.'
    : 'Revenue of all tenants, and who is above its limits.';
}
