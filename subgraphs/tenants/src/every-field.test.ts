import { randomUUID } from 'node:crypto';
import {
  everyReference,
  everyRootField,
  readableFields,
  resolvedFields,
} from '@intendant/kit/testing/every-field';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { updateSetting } from './setting/update-setting.ts';
import { tenantsModule } from './subgraph.ts';
import { aTenant, tenantsContext } from './testing/a-tenant.ts';

const keepCount = 'tenants.backup-keep-count';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());

async function everything(tenant: { id: string; slug: string }, key: string): Promise<unknown[]> {
  const { schema } = db.runtime('tenants');
  const fields = everyRootField(schema, 'Query', {
    arguments: { tenant: `(id: "${tenant.id}")`, tenantBySlug: `(slug: "${tenant.slug}")` },
  });
  const references = `${everyReference(schema, { Tenant: tenant.id })}
    ${everyReference(schema, { Setting: key }).replace(`id: "${key}"`, `key: "${key}"`)}`;
  return [
    dataOf(await db.execute('tenants', `{ ${fields} }`)),
    dataOf(await db.execute('tenants', `{ ${references} }`)),
  ];
}

it('resolves everything there is to read, with a value for every field', async () => {
  await updateSetting(tenantsContext(db), { key: keepCount, value: 7 });

  const found = resolvedFields(...(await everything(await aTenant(db, { status: 'SUSPENDED' }), keepCount)));

  const { schema } = db.runtime('tenants');
  expect(readableFields(schema).filter((field) => !found.has(field))).toEqual([]);
  // No setting of this module is a choice; `settings` has its own test with another module's.
  expect([...found].filter(([, hasValue]) => !hasValue)).toEqual([['Setting.options', false]]);
});

it('answers null for what is not there', async () => {
  const results = await everything({ id: randomUUID(), slug: 'nobody-here' }, 'tenants.unknown');

  expect(results).toMatchObject([
    { tenant: null, tenantBySlug: null },
    { Tenant: [null], Setting: [null] },
  ]);
});
