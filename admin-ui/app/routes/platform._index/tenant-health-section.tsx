import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { FleetHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatPercent, measureCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { PlatformSnapshot } from './snapshot.ts';
import { TenantRanking } from './tenant-ranking.tsx';

type TenantHealthSectionProps = { fleet: FleetHealthPartFragment; snapshot: PlatformSnapshot };

/** Activity of all tenants, and who stands out. */
export function TenantHealthSection({ fleet, snapshot }: TenantHealthSectionProps) {
  const silent = fleet.total - fleet.active30d;
  return (
    <Section id="tenants" title="Tenant health" more={<MoreLink to={paths.tenants()}>Tenants</MoreLink>}>
      <Card>
        <div className="figures">
          <FigureCell label="Active 7 d" to={paths.tenants({ sort: 'LAST_EVENT_AT', direction: 'DESC' })}>
            <Figure measure={measureCount(fleet.active7d)} of={`of ${formatCount(fleet.total)}`} />
            <span className="label">
              {formatCount(fleet.active30d)} in 30 d, {formatCount(silent)} silent
            </span>
          </FigureCell>
          <FigureCell
            label="At risk"
            to={paths.tenants({ risk: 'true' })}
            status={
              fleet.critical > 0 ? (
                <Badge state="critical">{formatCount(fleet.critical)} critical</Badge>
              ) : (
                <Badge state={fleet.atRisk > 0 ? 'warn' : 'ok'} />
              )
            }
          >
            <Figure measure={measureCount(fleet.atRisk)} />
            <span className="label">of {formatCount(fleet.total)} tenants</span>
          </FigureCell>
          <FigureCell
            label="With drift"
            to={paths.tenants({ drift: 'true' })}
            status={<Badge state={fleet.withDrift24h > 0 ? 'warn' : 'ok'} />}
          >
            <Figure measure={measureCount(fleet.withDrift7d)} of="in 7 d" />
            <span className="label">{formatCount(fleet.withDrift24h)} in 24 h</span>
          </FigureCell>
          <FigureCell
            label="With credential failures"
            to={paths.tenants({ credentials: 'true' })}
            status={<Badge state={fleet.withCredentialFailures24h > 0 ? 'warn' : 'ok'} />}
          >
            <Figure measure={measureCount(fleet.withCredentialFailures7d)} of="in 7 d" />
            <span className="label">{formatCount(fleet.withCredentialFailures24h)} in 24 h</span>
          </FigureCell>
        </div>
      </Card>
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        <TenantRanking
          title="Failure rate 24 h"
          ranks={snapshot.byFailureRate}
          total={fleet.total}
          allTo={paths.tenants({ sort: 'FAILURE_RATE_24H', direction: 'DESC' })}
          format={formatPercent}
          foot="Marked tenants are at risk. A rate counts from 20 executions."
          empty="No tenant had a failure among at least 20 executions."
        />
        <TenantRanking
          title="Drift 7 d"
          ranks={snapshot.byDrift}
          total={fleet.total}
          allTo={paths.tenants({ drift: 'true' })}
          format={formatCount}
          foot="How often an environment left its declared state."
          empty="Every environment matches its declared state."
        />
        <TenantRanking
          title="Credential failures 7 d"
          ranks={snapshot.byCredentialFailures}
          total={fleet.total}
          allTo={paths.tenants({ credentials: 'true' })}
          format={formatCount}
          foot="How often a stored credential was rejected."
          empty="No stored credential failed."
        />
      </div>
    </Section>
  );
}
