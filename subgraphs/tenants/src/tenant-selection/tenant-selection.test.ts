import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { connected } from '@intendant/kit/testing/scratch-databases';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';
import { TenantEntity } from '../tenant/tenant.entity.ts';

const SUSPEND = `
  mutation Suspend($input: SuspendTenantsInput!) {
    payload: suspendTenants(input: $input) {
      tenants { id status suspensionReason } unchanged userErrors { code message field }
    }
  }`;
const REACTIVATE = `
  mutation Reactivate($input: ReactivateTenantsInput!) {
    payload: reactivateTenants(input: $input) {
      tenants { id status suspensionReason } unchanged userErrors { code message field }
    }
  }`;
const reason = 'Unpaid invoices';

interface Payload {
  tenants: { id: string; status: string; suspensionReason: string | null }[] | null;
  unchanged: number | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

async function run(mutation: string, input: object): Promise<Payload> {
  return dataOf<{ payload: Payload }>(await db.execute('tenants', mutation, { input })).payload;
}
const suspend = (ids: string[]): Promise<Payload> => run(SUSPEND, { ids, reason });
const reactivate = (ids: string[]): Promise<Payload> => run(REACTIVATE, { ids });

async function tenantIds(count: number, status?: 'SUSPENDED'): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push((await aTenant(db, status ? { status } : {})).id);
  }
  return ids;
}

async function statuses(ids: string[]): Promise<string[]> {
  const tenants = await db.em('tenants').find(TenantEntity, { id: { $in: ids } });
  return ids.map((id) => tenants.find((tenant) => tenant.id === id)?.status ?? 'MISSING');
}

/** No mutation leads there yet. */
async function leave(id: string, status: 'PROVISIONING' | 'DELETED'): Promise<void> {
  await db.em('tenants').nativeUpdate(TenantEntity, { id }, { status });
}

/** What the server does when a process is killed: its connection is gone in the middle of the transaction. */
async function terminateWaitingPublisher(): Promise<void> {
  await connected(db.adminUrl, async (client) => {
    let isTerminated = false;
    while (!isTerminated) {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%platform.publish%'`,
      );
      isTerminated = rowCount === 1;
    }
  });
}

describe('suspendTenants', () => {
  it('suspends all of a selection for one reason, in its order, each audited and published', async () => {
    const ids = (await tenantIds(3)).reverse();

    const payload = await suspend(ids);

    expect(payload).toEqual({
      tenants: ids.map((id) => ({ id, status: 'SUSPENDED', suspensionReason: reason })),
      unchanged: 0,
      userErrors: [],
    });
    for (const id of ids) {
      expect((await auditEntries(db, id)).slice(1)).toMatchObject([
        {
          action: 'tenant.suspend',
          targetId: id,
          callerName: 'Ada Administrator',
          before: { status: 'ACTIVE' },
          after: { status: 'SUSPENDED', suspensionReason: reason },
        },
      ]);
      expect((await publishedEvents(db, id)).slice(1)).toMatchObject([
        { type: 'tenant.suspended', version: 2, data: { status: 'SUSPENDED' } },
      ]);
    }
  });

  it('takes a hundred: one statement reads them, one writes them, two record them', async () => {
    const ids = await tenantIds(100);

    const { result, statements } = await db.countStatements(() => suspend(ids));

    expect(result.tenants).toHaveLength(100);
    expect(statements).toHaveLength(4);
    expect(statements.filter((sql) => /update "tenants"\."tenant"|update "tenant"/.test(sql))).toHaveLength(
      1,
    );
  });

  it('keeps the reason of those suspended already, and does nothing when repeated', async () => {
    const [earlier = ''] = await tenantIds(1);
    await run(SUSPEND, { ids: [earlier], reason: 'Asked for it' });
    const ids = [earlier, ...(await tenantIds(2))];

    const first = await suspend(ids);
    const { result: second, statements } = await db.countStatements(() => suspend(ids));

    expect([first.tenants?.length, first.unchanged]).toEqual([2, 1]);
    expect(second).toEqual({ tenants: [], unchanged: 3, userErrors: [] });
    expect(statements).toHaveLength(1);
    expect(await auditEntries(db, earlier)).toHaveLength(2);
    expect((await auditEntries(db, earlier)).at(-1)).toMatchObject({
      after: { suspensionReason: 'Asked for it' },
    });
  });

  it('counts a tenant once that is named twice, in whatever letter case', async () => {
    const [id = ''] = await tenantIds(1);

    const payload = await suspend([id, id.toUpperCase(), id]);

    expect(payload).toMatchObject({ tenants: [{ id }], unchanged: 0 });
    expect(await publishedEvents(db, id)).toHaveLength(2);
  });

  it('suspends none when some cannot be, and names each of those by its place', async () => {
    const [first = '', being = '', gone = '', last = ''] = await tenantIds(4);
    await leave(being, 'PROVISIONING');
    await leave(gone, 'DELETED');

    const payload = await suspend([first, being, randomUUID(), 'no-uuid', gone, last]);

    const onlyActive = 'Only an active tenant can be suspended.';
    const missing = 'There is no such tenant.';
    expect(payload).toEqual({
      tenants: null,
      unchanged: null,
      userErrors: [
        { code: 'INVALID_STATE', message: onlyActive, field: ['input', 'ids', '1'] },
        { code: 'NOT_FOUND', message: missing, field: ['input', 'ids', '2'] },
        { code: 'NOT_FOUND', message: missing, field: ['input', 'ids', '3'] },
        { code: 'INVALID_STATE', message: onlyActive, field: ['input', 'ids', '4'] },
      ],
    });
    expect(await statuses([first, last])).toEqual(['ACTIVE', 'ACTIVE']);
    expect(await auditEntries(db, first)).toHaveLength(1);
  });

  it('names the fields that are wrong: too many, none, no reason', async () => {
    const many = Array.from({ length: 101 }, () => randomUUID());

    const payloads = await Promise.all([
      suspend(many),
      suspend([]),
      run(SUSPEND, { ids: [randomUUID()], reason: ' ' }),
    ]);

    expect(payloads.map(({ userErrors }) => userErrors)).toMatchObject([
      [{ code: 'BAD_INPUT', message: 'Choose 1 to 100 tenants.', field: ['input', 'ids'] }],
      [{ code: 'BAD_INPUT', message: 'Choose 1 to 100 tenants.', field: ['input', 'ids'] }],
      [{ code: 'BAD_INPUT', field: ['input', 'reason'] }],
    ]);
  });
});

describe('reactivateTenants', () => {
  it('returns all of a selection to use, each audited and published; those active already stay', async () => {
    const [active = ''] = await tenantIds(1);
    const ids = await tenantIds(2, 'SUSPENDED');

    const payload = await reactivate([...ids, active]);
    const again = await reactivate([...ids, active]);

    expect(payload).toEqual({
      tenants: ids.map((id) => ({ id, status: 'ACTIVE', suspensionReason: null })),
      unchanged: 1,
      userErrors: [],
    });
    expect(again).toEqual({ tenants: [], unchanged: 3, userErrors: [] });
    for (const id of ids) {
      expect((await auditEntries(db, id)).slice(2)).toMatchObject([{ action: 'tenant.reactivate' }]);
      expect((await publishedEvents(db, id)).slice(2)).toMatchObject([{ type: 'tenant.reactivated' }]);
    }
  });

  it('takes a hundred: one statement reads them, one writes them, two record them', async () => {
    const ids = await tenantIds(100);
    await suspend(ids);

    const { result, statements } = await db.countStatements(() => reactivate(ids));

    expect(result.tenants).toHaveLength(100);
    expect(statements).toHaveLength(4);
  });

  it('reactivates none when one cannot be, and names it by its place', async () => {
    const [suspended = '', gone = ''] = await tenantIds(2, 'SUSPENDED');
    await connected(db.adminUrl, (client) =>
      client.query(
        `update tenants.tenant set status = 'DELETED', suspended_at = null, suspension_reason = null where id = $1`,
        [gone],
      ),
    );

    const payload = await reactivate([suspended, gone]);

    expect(payload.userErrors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'ids', '1'] }]);
    expect(await statuses([suspended])).toEqual(['SUSPENDED']);
  });

  it('refuses none and more than a hundred on the field', async () => {
    const many = Array.from({ length: 101 }, () => randomUUID());

    const payloads = [await reactivate(many), await reactivate([])];

    expect(payloads.map(({ userErrors }) => userErrors[0]?.field)).toEqual([
      ['input', 'ids'],
      ['input', 'ids'],
    ]);
  });
});

describe('a selection', () => {
  it('is forbidden to everybody but platform callers who may write tenants', async () => {
    const [id = ''] = await tenantIds(1);

    for (const [caller, code] of [
      [anonymous, 'UNAUTHENTICATED'],
      [aPlatformCaller(['platform:read', 'tenants:read']), 'FORBIDDEN'],
      [aTenantCaller(id), 'FORBIDDEN'],
    ] as const) {
      const results = [
        await db.execute('tenants', SUSPEND, { input: { ids: [id], reason } }, caller),
        await db.execute('tenants', REACTIVATE, { input: { ids: [id] } }, caller),
      ];
      expect(results.map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual([code, code]);
    }
    expect(await auditEntries(db, id)).toHaveLength(1);
  });

  it('is changed wholly or not at all when its connection dies halfway', async () => {
    const ids = (await tenantIds(5)).sort();
    const last = ids.at(-1) ?? '';
    await connected(db.adminUrl, async (holder) => {
      // Whoever publishes about the last tenant waits for us, with the others recorded already.
      await holder.query('begin');
      await holder.query('select from platform.aggregate where aggregate_id = $1 for update', [last]);
      const cut = db.execute('tenants', SUSPEND, { input: { ids, reason } });
      await terminateWaitingPublisher();
      expect((await cut).errors).toHaveLength(1);
      await holder.query('rollback');
    });

    expect(new Set(await statuses(ids))).toEqual(new Set(['ACTIVE']));
    expect(await auditEntries(db, ids[0] ?? '')).toHaveLength(1);
    expect(await suspend(ids)).toMatchObject({ unchanged: 0, userErrors: [] });
  });

  it('waits for another that overlaps it in another order, and both end', async () => {
    const ids = await tenantIds(20);

    const payloads = await Promise.all([suspend(ids), suspend([...ids].reverse())]);

    const changed = payloads.map(({ tenants }) => tenants?.length ?? 0);
    expect(changed.sort((a, b) => a - b)).toEqual([0, 20]);
  });
});
