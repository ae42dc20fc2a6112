import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { createdKeysHref } from '#app/lib/audit-links.ts';
import {
  AssessedValue,
  AssessmentBadge,
  ThresholdLine,
  stateOf,
  type Assessed,
} from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, Row } from '#app/components/ui/table.tsx';
import type {
  KeyCreationPartFragment,
  SecurityActivityPartFragment,
  SignInFailurePartFragment,
} from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { FailedSection } from '../failed-section.tsx';
import { dayBefore } from './day-before.ts';

const ofNoTenant = 'Staff and unknown accounts';
const ofThePlatform = 'The platform';

const patternWords: Record<SignInFailurePartFragment['pattern'], string> = {
  ONE_ACCOUNT: 'one account',
  MANY_ACCOUNTS: 'many accounts, each a few times',
  SPREAD: 'spread as people mistype',
};

const noFailures: readonly SignInFailurePartFragment[] = [];

const failuresSpec: RowSortSpec<
  SignInFailurePartFragment,
  'tenant' | 'failures' | 'accounts' | 'pattern' | 'last'
> = {
  keyOf,
  columns: {
    tenant: (signal) => nameOf(signal, ofNoTenant),
    failures: ({ failures }) => failures,
    accounts: ({ accounts }) => accounts,
    pattern: ({ pattern }) => patternWords[pattern],
    last: ({ lastAt }) => Date.parse(lastAt),
  },
  given: { column: 'failures', isUp: false },
};

type SignInFailuresProps = {
  activity: SecurityActivityPartFragment;
  signals: readonly SignInFailurePartFragment[] | null;
};

/** Tenants with refused sign-ins, most first. */
export function SignInFailuresCard({ activity, signals }: SignInFailuresProps) {
  const { rows, sort, hold } = useRowSort(signals ?? noFailures, failuresSpec);
  const title = 'Repeated auth failures';
  const span = 'tablet:col-span-12 desktop:col-span-7';
  if (signals === null) return <FailedSection section="security" title={title} className={span} />;
  const count = activity.signInFailureSignals;
  return (
    <Card className={span}>
      <CardHead title={title} sub="24 h, by tenant">
        <AssessmentBadge assessment={activity.signInFailuresAssessment}>
          {count > 0 ? plural(count, 'signal') : undefined}
        </AssessmentBadge>
      </CardHead>
      {signals.length === 0 ? (
        <p className="card-body text-ink-2">
          No sign-in was refused within 24 h. Wrong passwords and disabled accounts appear here by tenant.
        </p>
      ) : (
        <CardTable
          label={title}
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="tenant" name="Tenant" />
              <RowSortHead sort={sort} column="failures" name="Failures" isNumber />
              <RowSortHead sort={sort} column="accounts" name="Accounts" isNumber />
              <RowSortHead sort={sort} column="pattern" name="Pattern" />
              <RowSortHead sort={sort} column="last" name="Last" isNumber />
            </>
          }
        >
          {rows.map((signal) => (
            <Row key={keyOf(signal)}>
              <Cell>
                <Link
                  className="font-medium"
                  to={paths.signInFailures({ tenant: signal.tenant?.id ?? 'none' })}
                >
                  {nameOf(signal, ofNoTenant)}
                </Link>
              </Cell>
              <Cell className="num font-medium" label="Failures">
                <AssessedValue assessment={signal.assessment}>{formatCount(signal.failures)}</AssessedValue>
              </Cell>
              <Cell className="num" label="Accounts">
                {formatCount(signal.accounts)}
              </Cell>
              <Cell className="full">
                <Status state={stateOf[signal.assessment.state]}>{patternWords[signal.pattern]}</Status>
              </Cell>
              <Cell className="num text-ink-2" label="Last">
                <RelativeTime at={signal.lastAt} />
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
      <Foot assessment={signals[0]?.assessment} thing="failures of one tenant" to={paths.signInFailures()}>
        Refused sign-ins
      </Foot>
    </Card>
  );
}

const noCreations: readonly KeyCreationPartFragment[] = [];

const creationsSpec: RowSortSpec<KeyCreationPartFragment, 'tenant' | 'keys' | 'mean' | 'by'> = {
  keyOf,
  columns: {
    tenant: (signal) => nameOf(signal, ofThePlatform),
    keys: ({ keys24h }) => keys24h,
    mean: ({ dailyMean30d }) => dailyMean30d,
    by: ({ createdBy }) => createdBy ?? null,
  },
  // The least usual first, which is no column.
  given: null,
};

type KeyCreationsProps = {
  activity: SecurityActivityPartFragment;
  signals: readonly KeyCreationPartFragment[] | null;
};

/** Tenants whose keys were created unusually often, beside their custom. */
export function KeyCreationsCard({ activity, signals }: KeyCreationsProps) {
  const { rows, sort, hold } = useRowSort(signals ?? noCreations, creationsSpec);
  const title = 'Key-creation spikes';
  const span = 'tablet:col-span-12 desktop:col-span-5';
  if (signals === null) return <FailedSection section="security" title={title} className={span} />;
  const count = activity.keyCreationSpikes;
  const since = dayBefore(activity.asOf);
  return (
    <Card className={span}>
      <CardHead title={title} sub="24 h against 30 d mean">
        <AssessmentBadge assessment={activity.keyCreationAssessment}>
          {count > 0 ? plural(count, 'spike') : undefined}
        </AssessmentBadge>
      </CardHead>
      {signals.length === 0 ? (
        <p className="card-body text-ink-2">
          No API key was created within 24 h. Tenants that create more than usual appear here.
        </p>
      ) : (
        <CardTable
          label={title}
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="tenant" name="Tenant" />
              <RowSortHead sort={sort} column="keys" name="Keys 24 h" isNumber />
              <RowSortHead sort={sort} column="mean" name="Mean a day" isNumber />
              <RowSortHead sort={sort} column="by" name="By" />
            </>
          }
        >
          {rows.map((signal) => (
            <Row key={keyOf(signal)}>
              <Cell>
                <Link
                  className="font-medium"
                  to={createdKeysHref(since, { tenantId: signal.tenant?.id ?? null })}
                >
                  {nameOf(signal, ofThePlatform)}
                </Link>
              </Cell>
              <Cell className="num font-medium" label="Keys 24 h">
                <AssessedValue assessment={signal.assessment}>{formatCount(signal.keys24h)}</AssessedValue>
              </Cell>
              <Cell className="num" label="Mean a day">
                {signal.dailyMean30d.toFixed(1)}
              </Cell>
              <Cell className="tablet:whitespace-nowrap" label="By">
                {signal.createdBy ?? 'unknown'}
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
      <Foot assessment={signals[0]?.assessment} thing="keys of one tenant" to={createdKeysHref(since, null)}>
        Created keys
      </Foot>
    </Card>
  );
}

type OfTenant = { tenant?: { id: string } | null; tenantName?: string | null };

function keyOf({ tenant }: OfTenant): string {
  return tenant?.id ?? 'none';
}

function nameOf({ tenant, tenantName }: OfTenant, ofNone: string): string {
  return tenant ? (tenantName ?? tenant.id) : ofNone;
}

type FootProps = { assessment: Assessed | undefined; thing: string; to: string | null; children: ReactNode };

function Foot({ assessment, thing, to, children }: FootProps) {
  return (
    <div className="card-foot">
      <span>
        {assessment === undefined ? null : (
          <ThresholdLine assessment={assessment} format={(value) => `${formatCount(value)} ${thing}`} />
        )}
      </span>
      {to === null ? null : <Link to={to}>{children}</Link>}
    </div>
  );
}
