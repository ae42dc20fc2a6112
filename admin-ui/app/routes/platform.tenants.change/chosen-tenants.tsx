import { Link } from '@remix-run/react';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { requestsOf, statusOf, type Change, type ChosenTenant, type Preview } from './preview.ts';

type ChangingTableProps = {
  change: Change;
  tenants: readonly ChosenTenant[];
  can: { users: boolean; keys: boolean };
};

/** Exactly who will change, each with what it concerns. */
export function ChangingTable({ change, tenants, can }: ChangingTableProps) {
  return (
    <Card>
      <CardHead
        as="h2"
        title={change === 'suspend' ? 'Will be suspended' : 'Will be reactivated'}
        sub={plural(tenants.length, 'tenant')}
      />
      <CardTable
        label={change === 'suspend' ? 'Will be suspended' : 'Will be reactivated'}
        head={
          <>
            <HeadCell>Tenant</HeadCell>
            {can.users ? <HeadCell isNumber>Signed in</HeadCell> : null}
            {can.users ? <HeadCell isNumber>Members</HeadCell> : null}
            {can.keys ? <HeadCell isNumber>API keys</HeadCell> : null}
            <HeadCell isNumber>Requests 24 h</HeadCell>
            <HeadCell isNumber>Executions 24 h</HeadCell>
          </>
        }
      >
        {tenants.map((chosen) => (
          <Row key={chosen.tenant.id}>
            <Cell className="full">
              <Link className="font-medium" to={paths.tenant(chosen.tenant.id)}>
                {chosen.name}
              </Link>{' '}
              <span className="text-xs text-ink-3">{chosen.slug}</span>
            </Cell>
            {can.users ? (
              <Cell className="num" label="Signed in">
                {formatCount(chosen.tenant.signedInCount)}
              </Cell>
            ) : null}
            {can.users ? (
              <Cell className="num" label="Members">
                {formatCount(chosen.tenant.memberCount)}
              </Cell>
            ) : null}
            {can.keys ? (
              <Cell className="num" label="API keys">
                {formatCount(chosen.tenant.activeApiKeyCount)}
              </Cell>
            ) : null}
            <Cell className="num" label="Requests 24 h">
              {formatCount(requestsOf(chosen))}
            </Cell>
            <Cell className="num" label="Executions 24 h">
              {formatCount(chosen.executions24h)}
            </Cell>
          </Row>
        ))}
      </CardTable>
    </Card>
  );
}

/** Who stays as it is, and why. */
export function StayingList({ staying, missing }: Pick<Preview, 'staying' | 'missing'>) {
  if (staying.length + missing === 0) return null;
  return (
    <Card>
      <CardHead as="h2" title="Stay as they are" sub={plural(staying.length + missing, 'tenant')} />
      <ul className="card-body grid gap-1.5">
        {staying.map(({ tenant: chosen, why }) => (
          <li key={chosen.tenant.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link className="font-medium" to={paths.tenant(chosen.tenant.id)}>
              {chosen.name}
            </Link>
            <span className="text-ink-2">{why}</span>
            <span className="ml-auto">
              <TenantStatusLabel status={statusOf(chosen)} />
            </span>
          </li>
        ))}
        {missing === 0 ? null : (
          <li className="text-ink-2">
            {plural(missing, 'chosen tenant does', 'chosen tenants do')} not exist any more.
          </li>
        )}
      </ul>
    </Card>
  );
}
