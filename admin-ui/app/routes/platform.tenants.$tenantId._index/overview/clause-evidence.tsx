import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { RiskClauseKind, TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { WorkflowFragment } from '../documents.ts';
import type { TenantData } from '../tenant-data.ts';

type ClauseEvidenceProps = { kind: RiskClauseKind; tenant: TenantData; health: TenantHealthPartFragment };

const SHOWN = 3;

/** The first of the evidence beside its clause; the whole of it is one press away. */
export function ClauseEvidence({ kind, tenant, health }: ClauseEvidenceProps): ReactNode {
  switch (kind) {
    case 'FAILURE_RATE':
      return <FailureEvidence tenant={tenant} health={health} />;
    case 'DRIFT':
      return (
        <EvidenceList
          items={health.drift.slice(0, SHOWN).map((drift) => ({
            key: drift.environment,
            name: drift.environment,
            text: drift.summary ?? plural(drift.detections7d, 'detection'),
            at: drift.lastDetectedAt,
          }))}
        />
      );
    case 'CREDENTIAL_FAILURES':
      return (
        <EvidenceList
          items={health.credentials.slice(0, SHOWN).map((credential) => ({
            key: credential.credential,
            name: credential.credential,
            text: credential.errorMessage ?? plural(credential.failures7d, 'failure'),
            at: credential.lastFailedAt,
          }))}
        />
      );
    case 'DELINQUENT':
      return <PaymentEvidence tenant={tenant} />;
  }
}

/** The workflow behind most failures, and what it says. */
function FailureEvidence({ tenant, health }: Omit<ClauseEvidenceProps, 'kind'>) {
  const [worst] = readFragment(WorkflowFragment, health.dayWorkflows ?? []);
  if (worst === undefined || worst.failures === 0) return null;
  const [error] = worst.errors;
  const total = health.day?.failures ?? worst.failures;
  return (
    <p className="max-w-[70ch] text-ink-2">
      {formatCount(worst.failures)} of {plural(total, 'failure')} {worst.failures === 1 ? 'is' : 'are'}{' '}
      <Link className="link mono" to={paths.tenantTab(tenant.id, 'failures', { workflow: worst.workflow })}>
        {worst.workflow}
      </Link>
      {error === undefined ? (
        '.'
      ) : (
        <>
          ; most often it answers <code>{(error.message ?? error.code).replace(/\.$/, '')}</code>.
        </>
      )}
    </p>
  );
}

type EvidenceItem = { key: string; name: string; text: string; at: string };

function EvidenceList({ items }: { items: EvidenceItem[] }) {
  return (
    <ol className="feed -mx-3.5">
      {items.map((item) => (
        <li key={item.key}>
          <RelativeTime at={item.at} isFocusable />
          <div>
            <span className="mono">{item.name}</span> <span className="text-ink-2">{item.text}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}

function PaymentEvidence({ tenant }: { tenant: TenantData }) {
  const payments = tenant.billing?.unpaidPayments ?? [];
  return (
    <ol className="feed -mx-3.5">
      {payments.slice(0, SHOWN).map((payment) => (
        <li key={payment.id}>
          <DateOf at={payment.dueAt} isFocusable />
          <div>
            {formatMoney(payment.amount)}{' '}
            <span className="text-ink-2">{payment.failureReason ?? 'payment failed'}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}
