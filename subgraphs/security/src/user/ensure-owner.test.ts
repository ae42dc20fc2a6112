import { aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { SecurityContext } from '../context.ts';
import { signIn } from '../session/sign-in.ts';
import { securityModule } from '../subgraph.ts';
import { auditOf } from '../testing/audit-of.ts';
import { aUser, password } from '../testing/builders.ts';
import { ensureOwner } from './ensure-owner.ts';
import { UserEntity } from './user.entity.ts';

const email = 'owner@example.com';
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.em('security').nativeDelete(UserEntity, {}));

const ctx = (caller = aService('standalone')) => db.context('security', caller) as SecurityContext;

it('creates the owner with the given password', async () => {
  const result = await ensureOwner(ctx(), { email: 'Owner@Example.com', password });

  expect(result).toEqual({ isCreated: true, email, generatedPassword: null });
  const { viewer } = await signIn(ctx(), { email, password });
  expect(viewer.platformRole).toBe('OWNER');
});

it('generates a password of 24 characters, returns it once and audits it never', async () => {
  const { generatedPassword } = await ensureOwner(ctx(), { email, password: null });

  expect(generatedPassword).toMatch(/^[2-9A-HJ-NP-Za-km-z]{24}$/);
  await signIn(ctx(), { email, password: generatedPassword ?? '' });
  const user = await db.em('security').findOneOrFail(UserEntity, { email });
  expect(JSON.stringify(await auditOf(db, user.id))).not.toContain(generatedPassword);
});

it('changes nothing while there is an owner', async () => {
  await ensureOwner(ctx(), { email, password });

  const again = await ensureOwner(ctx(), { email: 'other@example.com', password: null });

  expect(again).toEqual({ isCreated: false, email: null, generatedPassword: null });
  expect(await db.em('security').count(UserEntity, {})).toBe(1);
  await signIn(ctx(), { email, password });
});

it('creates one owner when several processes start at once', async () => {
  const results = await Promise.all(
    Array.from({ length: 4 }, () => ensureOwner(ctx(), { email, password: null })),
  );

  expect(results.filter((result) => result.isCreated)).toHaveLength(1);
  expect(await db.em('security').count(UserEntity, {})).toBe(1);
});

it('appoints the person who has the address, with their own password', async () => {
  const user = await aUser(db, { email, isDisabled: true });

  const result = await ensureOwner(ctx(), { email, password: null });

  expect(result).toEqual({ isCreated: true, email, generatedPassword: null });
  expect(await db.em('security').findOneOrFail(UserEntity, { id: user.id })).toMatchObject({
    platformRole: 'OWNER',
    isDisabled: false,
  });
});

it('refuses a short password, and anybody but our own services', async () => {
  await expect(ensureOwner(ctx(), { email, password: 'short' })).rejects.toThrow('at least 12 characters');
  await expect(ensureOwner(ctx(aPlatformCaller()), { email, password })).rejects.toThrow('service:internal');
});
