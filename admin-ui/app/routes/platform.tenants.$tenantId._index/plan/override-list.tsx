import { entitlementAmount, entitlementTitle, overrideWords } from '#app/components/entitlement-text.ts';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TabOf } from '../load-tab.server.ts';
import type { TenantData } from '../tenant-data.ts';

type Overrides = NonNullable<TabOf<'plan'>['overrides']>;
type OverrideListProps = { tenant: TenantData; overrides: Overrides; canBill: boolean };

/** Every exception the tenant ever had, with who, why and until when. */
export function OverrideList({ tenant, overrides, canBill }: OverrideListProps) {
  const grant = canBill ? (
    <ButtonLink to={paths.newOverride({ tenant: tenant.id })}>Grant override…</ButtonLink>
  ) : null;
  if (overrides.length === 0) {
    return (
      <div className="card">
        <EmptyState as="h3" title="No override was ever granted" actions={grant ?? undefined}>
          The plan’s own limits hold. An override gives this tenant another limit, for a reason and until a
          day.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Overrides"
        data-rows
        head={
          <>
            <HeadCell>Limit of</HeadCell>
            <HeadCell isNumber>Limit</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Why</HeadCell>
            <HeadCell>Granted</HeadCell>
            <HeadCell>Until</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {overrides.map((override) => (
          <Row key={override.id}>
            <Cell className="full font-medium">{entitlementTitle(override.entitlement)}</Cell>
            <Cell className="num" label="Limit">
              {entitlementAmount(override.entitlement, override.limit)}
            </Cell>
            <Cell label="Status">
              <Status state={override.status === 'IN_FORCE' ? 'info' : 'neutral'}>
                {overrideWords[override.status]}
              </Status>
            </Cell>
            <Cell label="Why" className="full text-ink-2">
              {override.reason}
            </Cell>
            <Cell label="Granted">
              <RelativeTime at={override.grantedAt} isFocusable />{' '}
              <span className="text-ink-2">{override.grantedBy}</span>
            </Cell>
            <Cell label="Until">
              <End override={override} />
            </Cell>
            <Cell className="num actions">
              {canBill && override.status === 'IN_FORCE' ? (
                <ButtonLink
                  kind="quiet"
                  to={paths.enforcement({ view: 'overrides', tenant: tenant.id, revoke: override.id })}
                >
                  Revoke…<span className="sr-only"> of {override.entitlement.name}</span>
                </ButtonLink>
              ) : null}
            </Cell>
          </Row>
        ))}
      </CardTable>
      {grant === null ? null : <div className="card-foot">{grant}</div>}
    </div>
  );
}

function End({ override }: { override: Overrides[number] }) {
  if (!override.revokedAt) return <DateOf at={override.expiresAt} isFocusable />;
  return (
    <>
      <RelativeTime at={override.revokedAt} isFocusable />{' '}
      <span className="text-ink-2">{override.revokedBy}</span>
      {override.revokedReason ? <span className="hint block">{override.revokedReason}</span> : null}
    </>
  );
}
