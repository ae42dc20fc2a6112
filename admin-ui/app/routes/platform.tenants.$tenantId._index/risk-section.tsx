import { Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import { clauseFacts, evidenceText, readClauses, RiskClause } from '#app/components/risk-clause.tsx';
import { buttonClass } from '#app/components/ui/button.tsx';
import { Card, Section } from '#app/components/ui/card.tsx';
import { DateOf, ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import type { RiskClauseKind, TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, plural } from '#app/lib/format.ts';
import type { TenantData } from './tenant-data.ts';

type RiskSectionProps = { tenant: TenantData; health: TenantHealthPartFragment };

/** Why the tenant is at risk: each clause, its evidence, and what can be done about it today. */
export function RiskSection({ tenant, health }: RiskSectionProps) {
  const { risk } = health;
  const clauses = readClauses(risk.clauses);
  const currency = tenant.billing?.subscription?.mrr.currency ?? 'EUR';
  const remark = (
    <>
      {risk.since ? (
        <>
          At risk for <ElapsedTime since={risk.since} />.{' '}
        </>
      ) : null}
      Evaluated <RelativeTime at={risk.evaluatedAt} isFocusable />.
    </>
  );
  return (
    <Section id="risk" title={risk.isAtRisk ? 'Why it is at risk' : 'At risk'} remark={remark}>
      <Card>
        {clauses.length === 0 ? (
          <p className="flex items-center gap-2 p-4 text-ink-2">
            <Status state="ok">Not at risk</Status>
            Failures, drift, credentials and payments are within their limits.
          </p>
        ) : (
          clauses.map((clause, index) => (
            <div className="cause" key={clause.kind}>
              <div>
                <RiskClause clause={clause} currency={currency} isCritical={risk.state === 'CRITICAL'} />
                {clause.since ? (
                  <span className="label">
                    for <ElapsedTime since={clause.since} />
                  </span>
                ) : null}
              </div>
              <div>
                <h3>{evidenceText(clause, currency)}</h3>
                <Evidence kind={clause.kind} tenant={tenant} health={health} />
              </div>
              <div>
                <h3>{index === 0 ? 'Safe next action' : <span className="sr-only">Next action</span>}</h3>
                {clause.kind === 'DELINQUENT' ? (
                  <a
                    className={buttonClass(index === 0 ? 'primary' : 'plain')}
                    href={`mailto:${tenant.contactEmail}`}
                  >
                    <Mail className="icon icon-s" aria-hidden />
                    Write to the contact
                  </a>
                ) : (
                  <a
                    className={buttonClass(index === 0 ? 'primary' : 'plain')}
                    href={`#${clauseFacts[clause.kind].anchor}`}
                  >
                    {clauseFacts[clause.kind].action}
                  </a>
                )}
              </div>
            </div>
          ))
        )}
      </Card>
    </Section>
  );
}

const SHOWN = 3;

function Evidence({ kind, tenant, health }: { kind: RiskClauseKind } & RiskSectionProps): ReactNode {
  switch (kind) {
    case 'FAILURE_RATE':
      return <FailureEvidence health={health} />;
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
function FailureEvidence({ health }: { health: TenantHealthPartFragment }) {
  const worst = health.workflows[0];
  if (worst === undefined || worst.failures === 0) return null;
  const error = worst.errors[0];
  return (
    <p className="max-w-[70ch] text-ink-2">
      {formatCount(worst.failures)} of {plural(health.day.failures, 'failure')}{' '}
      {worst.failures === 1 ? 'is' : 'are'}{' '}
      <a className="link mono" href="#failures">
        {worst.workflow}
      </a>
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
          <RelativeTime at={item.at} />
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
    <ol className="feed -mx-3.5" id={tenant.billing === null ? 'payments' : undefined}>
      {payments.slice(0, SHOWN).map((payment) => (
        <li key={payment.id}>
          <DateOf at={payment.dueAt} />
          <div>
            {formatMoney(payment.amount)}{' '}
            <span className="text-ink-2">{payment.failureReason ?? 'payment failed'}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}
