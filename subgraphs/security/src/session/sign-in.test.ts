import { anonymous, aPlatformCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aMember, aTenant, aUser, changeSetting, password } from '../testing/builders.ts';
import { userErrors } from '../testing/errors-of.ts';
import { SessionEntity } from './session.entity.ts';
import { SignInFailureEntity } from './sign-in-failure.entity.ts';

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) {
    sessionToken expiresAt
    viewer { name email kind platformRole permissions expiresAt }
    userErrors { code message field }
  }
}`;

interface SignIn {
  signIn: {
    sessionToken: string | null;
    expiresAt: string | null;
    viewer: { name: string; permissions: string[]; platformRole: string | null } | null;
    userErrors: { code: string; message: string }[];
  };
}

const minuteMs = 60_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.clock.advance(24 * 60 * minuteMs));

async function signIn(email: string, secret = password): Promise<SignIn['signIn']> {
  return dataOf<SignIn>(
    await db.execute('security', SIGN_IN, { input: { email, password: secret } }, anonymous),
  ).signIn;
}

async function failures(email: string): Promise<string[]> {
  const rows = await db
    .em('security')
    .find(SignInFailureEntity, { email }, { orderBy: { occurredAt: 'asc' } });
  return rows.map((row) => row.reason);
}

describe('signIn', () => {
  it('starts a session for the right password, in any letter case of the address', async () => {
    const user = await aUser(db, { platformRole: 'SUPPORT' });

    const result = await signIn(`  ${user.email.toUpperCase()} `);

    expect(result).toMatchObject({
      sessionToken: expect.stringMatching(/^its_[\w-]{43}$/),
      expiresAt: new Date(db.clock.now().getTime() + 12 * 60 * minuteMs).toISOString(),
      viewer: { name: 'Clara', email: user.email, kind: 'USER', platformRole: 'SUPPORT' },
      userErrors: [],
    });
    expect(result.viewer?.permissions).toContain('incidents:write');
  });

  it('stores only the hash of the token and audits the sign-in without secrets', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });

    const { sessionToken } = await signIn(user.email);

    const session = await db.em('security').findOneOrFail(SessionEntity, { user: user.id });
    expect(JSON.stringify(session)).not.toContain(sessionToken);
    expect(session.tokenHash).toHaveLength(32);
    const audit = await db.execute(
      'security',
      `query ($filter: AuditEntryFilter) { auditEntries(filter: $filter) { nodes { action callerName before after } } }`,
      { filter: { callerId: user.id } },
    );
    expect(dataOf(audit)).toEqual({
      auditEntries: { nodes: [{ action: 'session.start', callerName: 'Clara', before: null, after: null }] },
    });
  });

  it('answers a wrong password, an unknown address and a disabled user alike, and records why', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    const disabled = await aUser(db, { platformRole: 'VIEWER', isDisabled: true });
    const unknown = 'nobody@example.com';

    const results = [await signIn(user.email, 'wrong'), await signIn(unknown), await signIn(disabled.email)];

    for (const result of results) {
      expect(result).toEqual({
        sessionToken: null,
        expiresAt: null,
        viewer: null,
        userErrors: [
          {
            code: 'INVALID_CREDENTIALS',
            message: 'The e-mail address or the password is wrong.',
            field: null,
          },
        ],
      });
    }
    expect(await failures(user.email)).toEqual(['WRONG_PASSWORD']);
    expect(await failures(unknown)).toEqual(['UNKNOWN_EMAIL']);
    expect(await failures(disabled.email)).toEqual(['DISABLED']);
  });

  it('tells a person without any role that access is missing, and only for the right password', async () => {
    const user = await aUser(db);

    expect((await signIn(user.email, 'wrong')).userErrors[0]?.code).toBe('INVALID_CREDENTIALS');
    expect((await signIn(user.email)).userErrors[0]?.code).toBe('INVALID_STATE');
    expect(await failures(user.email)).toEqual(['WRONG_PASSWORD', 'NO_ACCESS']);
  });

  it('lets a member of a tenant in, with the permissions of the tenant role', async () => {
    const tenant = await aTenant(db);
    const { user } = await aMember(db, tenant.id, 'BILLING');

    const result = await signIn(user.email);

    expect(result.viewer?.permissions).toEqual(['tenants:read', 'billing:read', 'billing:write']);
  });

  it('refuses input that cannot be right, naming the field', async () => {
    const input = { email: 'a\u0000@example.com', password: 'x'.repeat(201) };

    const result = await db.execute('security', SIGN_IN, { input }, anonymous);

    expect(userErrors(result)).toEqual([
      ['BAD_INPUT', ['input', 'email']],
      ['BAD_INPUT', ['input', 'password']],
    ]);
  });
});

describe('repeated failures', () => {
  it('are forgotten by a success', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    for (let count = 0; count < 8; count += 1) {
      await signIn(user.email, count % 4 === 3 ? password : 'wrong');
    }

    expect((await signIn(user.email)).userErrors).toEqual([]);
  });

  it('are free four times, then wait 1, 2, 4, 8 and 15 minutes, the right password too', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    for (let count = 0; count < 4; count += 1) {
      await signIn(user.email, 'wrong');
    }
    const waits: string[] = [];
    for (const wait of [0, 1, 2, 4, 8]) {
      db.clock.advance(wait * minuteMs);
      expect((await signIn(user.email, 'wrong')).userErrors[0]?.code).toBe('INVALID_CREDENTIALS');
      const refused = await signIn(user.email);
      expect(refused.userErrors[0]?.code).toBe('LIMIT_REACHED');
      waits.push(refused.userErrors[0]?.message ?? '');
    }

    expect(waits).toEqual(
      ['a minute', '2 minutes', '4 minutes', '8 minutes', '15 minutes'].map(
        (wait) => `Too many failed attempts; try again in ${wait}.`,
      ),
    );
    db.clock.advance(15 * minuteMs);
    expect((await signIn(user.email)).userErrors).toEqual([]);
    expect((await failures(user.email)).filter((reason) => reason === 'THROTTLED')).toHaveLength(5);
  });

  it('are counted also when sent all at once', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });

    const results = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email, 'wrong')));

    const codes = results.map((result) => result.userErrors[0]?.code);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LIMIT_REACHED')).toHaveLength(7);
  });

  it('do not touch other addresses, and an unknown address is slowed down as well', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    for (let count = 0; count < 5; count += 1) {
      await signIn('guess@example.com', 'wrong');
    }

    expect((await signIn('guess@example.com', 'wrong')).userErrors[0]?.code).toBe('LIMIT_REACHED');
    expect((await signIn(user.email)).userErrors).toEqual([]);
  });

  it('over all addresses stop signing in for a minute', async () => {
    const user = await aUser(db, { platformRole: 'VIEWER' });
    await changeSetting(db, 'security.sign-in-failures-per-minute', 10);
    for (let count = 0; count < 10; count += 1) {
      await signIn(`guess-${count}@example.com`, 'wrong');
    }

    const refused = await signIn(user.email);
    db.clock.advance(minuteMs);
    const allowed = await signIn(user.email);

    expect(refused.userErrors[0]?.code).toBe('LIMIT_REACHED');
    expect(allowed.userErrors).toEqual([]);
  });
});

it('takes about as long for an unknown address as for a wrong password', async () => {
  const user = await aUser(db, { platformRole: 'VIEWER' });
  await signIn('warm-up@example.com', 'wrong');
  const time = async (email: string): Promise<number> => {
    const start = performance.now();
    await signIn(email, 'wrong');
    return performance.now() - start;
  };

  const known: number[] = [];
  const unknown: number[] = [];
  for (let count = 0; count < 4; count += 1) {
    known.push(await time(user.email));
    unknown.push(await time('nobody-at-all@example.com'));
  }

  // The slow part is argon2, some 20 ms; without it an unknown address would answer in a few.
  const ratio = Math.min(...unknown) / Math.min(...known);
  expect(ratio).toBeGreaterThan(1 / 3);
  expect(ratio).toBeLessThan(3);
});

it('needs nobody to be signed in, and works for somebody who is', async () => {
  const user = await aUser(db, { platformRole: 'VIEWER' });
  const input = { email: user.email, password };

  const result = await db.execute('security', SIGN_IN, { input }, aPlatformCaller([]));

  expect(userErrors(result)).toEqual([]);
});
