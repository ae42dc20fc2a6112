import { randomUUID } from 'node:crypto';
import { initOrm } from '../database/orm.ts';
import { platformModule } from '../database/platform-module.ts';
import { executeSql } from '../database/execute-sql.ts';
import type { Caller } from '../identity/caller.ts';
import { aKey, anonymous, aPlatformCaller, aService, aTenantCaller } from '../testing/callers.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { appendAudit, appendAudits, auditAppendedTopic } from './append-audit.ts';

const staff = aPlatformCaller(['platform:read']);
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
afterAll(() => db.close());

async function anEntry(caller: Caller): Promise<string> {
  const ctx = db.context('notes', caller);
  const id = randomUUID();
  await ctx.em.transactional((em) =>
    appendAudit(em, ctx, { action: 'note.write', target: { type: 'Note', id, name: null }, tenantId: null }),
  );
  return id;
}

async function entryOf(targetId: string): Promise<{ is_by_staff: boolean; search_text: string } | undefined> {
  const [row] = await executeSql<{ is_by_staff: boolean; search_text: string }>(
    db.em('notes'),
    'select is_by_staff, search_text from platform.audit_entry where target_id = ?',
    [targetId],
  );
  return row;
}

it.each<[string, Caller, boolean]>([
  ['a person with a platform role', staff, true],
  ['a person who is impersonated', aTenantCaller('t', [], { actor: { id: 'a', name: 'Ada' } }), true],
  ['a person of a tenant', aTenantCaller('t'), false],
  ['a person without any role yet', aPlatformCaller([]), false],
  ['a key of the platform', aKey(['platform:read']), false],
  ['a service', aService(), false],
  ['nobody', anonymous, false],
])('records whether staff did it: %s', async (_, caller, isByStaff) => {
  const id = await anEntry(caller);

  expect(await entryOf(id)).toMatchObject({ is_by_staff: isByStaff });
});

it('takes several things done together in one statement, in their order', async () => {
  const ctx = db.context('notes', staff);
  const ids = Array.from({ length: 30 }, () => randomUUID());
  const entries = ids.map((id, index) => ({
    action: 'note.write',
    target: { type: 'Note', id, name: index === 0 ? null : `Note ${index}` },
    tenantId: null,
    before: null,
    after: index === 0 ? null : { index, password: 'hunter2' },
  }));

  const { statements } = await db.countStatements(() =>
    ctx.em.transactional(async (em) => {
      await appendAudits(em, ctx, []);
      await appendAudits(em, ctx, entries);
    }),
  );

  expect(statements).toHaveLength(1);
  const rows = await executeSql<{ target_id: string }>(
    db.em('notes'),
    `select target_id, target_name, before is null as nothing_before, after is null as nothing_after, after
     from platform.audit_entry where target_id = any (?::text[]) order by position`,
    [ids],
  );
  expect(rows.map(({ target_id }) => target_id)).toEqual(ids);
  expect(rows[0]).toMatchObject({ target_name: null, nothing_before: true, nothing_after: true });
  expect(rows[7]).toMatchObject({ target_name: 'Note 7', nothing_before: true, after: { index: 7 } });
  expect(JSON.stringify(rows)).not.toContain('hunter2');
});

it('announces an entry when it is committed', async () => {
  const heard = new Promise((resolve) => db.pubsub.listen(auditAppendedTopic, resolve));

  await anEntry(staff);

  expect(await heard).toBeNull();
});

it('takes names of any length', async () => {
  const id = await anEntry({ ...staff, name: `Ünal ${'ẞ'.repeat(5_000)}` });

  // Whether letters beyond ASCII become small ones is the locale's business.
  expect((await entryOf(id))?.search_text).toMatch(/^note\.write\n[üÜ]nal [ßẞ]+$/);
});

it('knows of entries written before who was staff then', async () => {
  const [ada, tom] = [randomUUID(), randomUUID()];
  const orm = await initOrm(platformModule, { url: db.urlFor('jobs') });
  const migrations = ['Migration20261121100300_search_audit_log'];
  const append = (minute: number, caller: string, action: string, target: string, role: string | null) =>
    executeSql(
      orm.em.fork(),
      `select platform.append_audit(?::uuid, ?, ?, 'user', ?, 'Ada', null, null, 'User', ?, null, null, 'r', null, ?::jsonb)`,
      [
        randomUUID(),
        new Date(Date.UTC(2026, 0, 1, 0, minute)),
        action,
        caller,
        target,
        JSON.stringify({ platformRole: role }),
      ],
    );

  await orm.getMigrator().down({ migrations });
  await append(1, ada, 'tenant.create', 'before', null);
  await append(2, tom, 'user.set-platform-role', ada, 'ADMIN');
  await append(3, ada, 'tenant.suspend', 'during', null);
  await append(4, tom, 'user.set-platform-role', ada, null);
  await append(5, ada, 'tenant.update', 'after', null);
  await orm.getMigrator().up({ migrations });
  const rows = await executeSql<{ target_id: string }>(
    orm.em.fork(),
    'select target_id from platform.audit_entry where is_by_staff and caller_id = any (?::text[])',
    [[ada, tom]],
  );
  await orm.close(true);

  expect(rows).toEqual([{ target_id: 'during' }]);
});
