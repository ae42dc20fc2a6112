import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { securityModule } from '../subgraph.ts';
import { aUser, password } from '../testing/builders.ts';
import { auditOf } from '../testing/audit-of.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { createUser } from './create-user.ts';
import { removeDemoUsers } from './remove-demo-users.ts';
import { UserEntity } from './user.entity.ts';

const CREATE = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) {
    user { email name platformRole isDisabled memberships { id } lastSignedInAt createdAt }
    userErrors { code field }
  }
}`;

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const ctx = () => db.context('security') as SecurityContext;

describe('createUser', () => {
  it('creates a user without any role, the address in lower case', async () => {
    const input = { email: ' Clara@Example.com ', name: ' Clara ', password };

    const result = await db.execute('security', CREATE, { input });

    expect(dataOf(result)['createUser']).toEqual({
      user: {
        email: 'clara@example.com',
        name: 'Clara',
        platformRole: null,
        isDisabled: false,
        memberships: [],
        lastSignedInAt: null,
        createdAt: db.clock.now().toISOString(),
      },
      userErrors: [],
    });
  });

  it('stores an argon2id hash and audits without password and hash', async () => {
    const user = await createUser(ctx(), { email: 'hash@example.com', name: 'Hash', password });

    const stored = await db.em('security').findOneOrFail(UserEntity, { id: user.id });
    expect(stored.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [entry] = await auditOf(db, user.id);
    expect(entry).toMatchObject({
      action: 'user.create',
      before: null,
      after: { email: 'hash@example.com', name: 'Hash', platformRole: null, isDisabled: false },
    });
    expect(JSON.stringify(entry)).not.toMatch(/argon2|correct horse/);
  });

  it('refuses an address in use, in any letter case', async () => {
    await aUser(db, { email: 'taken@example.com' });

    const result = await db.execute('security', CREATE, {
      input: { email: 'TAKEN@example.com', name: 'Second', password },
    });

    expect(userErrors(result)).toEqual([['ALREADY_EXISTS', ['input', 'email']]]);
  });

  it('names every wrong field', async () => {
    const input = { email: 'no address', name: ' ', password: 'too short' };

    const result = await db.execute('security', CREATE, { input });

    expect(userErrors(result)).toEqual([
      ['BAD_INPUT', ['input', 'email']],
      ['BAD_INPUT', ['input', 'name']],
      ['BAD_INPUT', ['input', 'password']],
    ]);
  });

  it.each([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['a caller without users:write', aPlatformCaller(['platform:read', 'users:read']), 'FORBIDDEN'],
    ['a tenant caller', aTenantCaller('11111111-1111-4111-8111-111111111111'), 'FORBIDDEN'],
  ])('is refused to %s', async (_, caller, code) => {
    const input = { email: 'x@example.com', name: 'X', password };

    expect(errorCodes(await db.execute('security', CREATE, { input }, caller))).toEqual([code]);
  });
});

describe('removeDemoUsers', () => {
  it('removes the people of the demo fleet and nobody else', async () => {
    const demo = await createUser(ctx(), {
      id: '22222222-2222-4222-8222-222222222222',
      email: 'demo@example.com',
      name: 'Demo',
      password,
      isDemo: true,
    });
    const real = await aUser(db);

    expect(await removeDemoUsers(ctx())).toBe(1);
    expect(await removeDemoUsers(ctx())).toBe(0);

    const left = await db.em('security').find(UserEntity, { id: { $in: [demo.id, real.id] } });
    expect(left.map((user) => user.id)).toEqual([real.id]);
  });
});
