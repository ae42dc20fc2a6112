import { randomUUID } from 'node:crypto';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { UserEntity } from './user.entity.ts';

const USERS = `query ($isDisabled: Boolean, $tenantId: ID, $sort: UserSort, $first: Int, $after: String) {
  users(isDisabled: $isDisabled, tenantId: $tenantId, sort: $sort, first: $first, after: $after) {
    nodes { email }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;
interface Page {
  nodes: { email: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.em('security').nativeDelete(UserEntity, {}));

const page = async (variables: object, caller = aPlatformCaller()) =>
  dataOf<{ users: Page }>(await db.execute('security', USERS, { ...variables }, caller)).users;
const named = (email: string) => `${email}@example.com`;
const namesOf = ({ nodes }: Page) => nodes.map(({ email }) => email.replace('@example.com', ''));

/** Everybody, read in pages of two. */
async function everybody(sort: object): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const read: Page = await page({ sort, first: 2, after });
    names.push(...namesOf(read));
    after = read.pageInfo.hasNextPage ? read.pageInfo.endCursor : null;
  } while (after !== null);
  return names;
}

describe('sorted, page by page', () => {
  beforeEach(async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day));
    await aUser(db, { email: named('d'), name: 'Anna', lastSignedInAt: at(2) });
    db.clock.advance(1_000);
    await aUser(db, { email: named('a'), name: 'Carl', lastSignedInAt: at(3) });
    await aUser(db, { email: named('c'), name: 'Anna', lastSignedInAt: at(2) });
    db.clock.advance(1_000);
    await aUser(db, { email: named('b'), name: 'Bert' });
    await aUser(db, { email: named('e'), name: 'Anna' });
  });

  it.each([
    ['NAME', 'ASC', 'cdeba'],
    ['NAME', 'DESC', 'abcde'],
    ['EMAIL', 'ASC', 'abcde'],
    ['EMAIL', 'DESC', 'edcba'],
    ['LAST_SIGNED_IN_AT', 'ASC', 'becda'],
    ['LAST_SIGNED_IN_AT', 'DESC', 'acdbe'],
    ['CREATED_AT', 'ASC', 'dacbe'],
    ['CREATED_AT', 'DESC', 'beacd'],
  ])('by %s %s, each once, those alike by e-mail address', async (field, direction, order) => {
    expect((await everybody({ field, direction })).join('')).toBe(order);
  });

  it('by name when nothing else is asked for', async () => {
    expect(namesOf(await page({})).join('')).toBe('cdeba');
  });

  it('not with a cursor of another order', async () => {
    const first = await page({ sort: { field: 'NAME' }, first: 2 });

    const result = await db.execute('security', USERS, {
      sort: { field: 'CREATED_AT' },
      after: first.pageInfo.endCursor,
    });

    expect(errorCodes(result)).toEqual(['BAD_USER_INPUT']);
  });
});

it('lists only people who may no longer sign in, or only those who may', async () => {
  await aUser(db, { email: named('a'), isDisabled: true });
  await aUser(db, { email: named('b') });

  expect(await page({ isDisabled: true })).toMatchObject({
    nodes: [{ email: named('a') }],
    totalCount: 1,
  });
  expect(namesOf(await page({ isDisabled: false }))).toEqual(['b']);
});

it('lists only people of one tenant, and nobody for what names none', async () => {
  const [one, other] = [await aTenant(db), await aTenant(db)];
  await aMember(db, one.id, 'VIEWER', { email: named('a') });
  await aMember(db, other.id, 'VIEWER', { email: named('b') });

  expect(await page({ tenantId: one.id })).toMatchObject({ nodes: [{ email: named('a') }], totalCount: 1 });
  for (const tenantId of [randomUUID(), 'not-an-id']) {
    expect(await page({ tenantId })).toMatchObject({ nodes: [], totalCount: 0 });
  }
});

it('does not tell a tenant which of its members belong to another one', async () => {
  const [own, other] = [await aTenant(db), await aTenant(db)];
  const { user } = await aMember(db, own.id, 'VIEWER', { email: named('a') });
  await aMembership(db, { user, tenantId: other.id, role: 'VIEWER' });
  await aMember(db, other.id, 'VIEWER', { email: named('b'), isDisabled: true });

  expect(await page({ tenantId: other.id }, aTenantCaller(own.id))).toMatchObject({
    nodes: [],
    totalCount: 0,
  });
  expect(namesOf(await page({ tenantId: own.id }, aTenantCaller(own.id)))).toEqual(['a']);
  expect(namesOf(await page({ isDisabled: true }, aTenantCaller(own.id)))).toEqual([]);
});
