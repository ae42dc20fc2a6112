import { jest } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { executeSql } from '../database/execute-sql.ts';
import { silentLog } from '../log.ts';
import { aPlatformCaller } from '../testing/callers.ts';
import { createCopiesModule } from '../testing/fixtures/copies-module.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { publishedEvents } from '../testing/platform-records.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { registerSettings } from './register-settings.ts';
import { changeSetting, listSettings, type RegisteredSetting } from './registry.ts';
import { setting, shapeOf, type SettingDefinitions } from './setting.ts';
import { createSettingsReader } from './settings-reader.ts';
import { createSettings } from './settings.ts';

const longest = 'notes.longest-text';

const definitions = {
  [longest]: setting(z.number().int().min(1).max(500), 100, 'The most characters.', { unit: 'count' }),
  'notes.share': setting(z.number().positive().max(1), 0.5, 'A share.', { unit: 'ratio' }),
  'notes.is-loud': setting(z.boolean(), false, 'Whether it is loud.'),
  'notes.colour': setting(z.enum(['RED', 'BLUE']), 'RED', 'Which colour.'),
  'notes.currency': setting(z.string().regex(/^[A-Z]{3}$/), 'EUR', 'A currency.'),
} satisfies SettingDefinitions;

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([notesModule, createCopiesModule()]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await asAdmin('delete from platform.setting; delete from platform.audit_entry; delete from platform.event');
  db.runtime('notes').contextFor({ caller: aPlatformCaller() }).settings.clear();
  await register(definitions);
});

async function asAdmin<Row extends object>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function register(settings: SettingDefinitions): Promise<void> {
  return registerSettings('notes', settings, {
    em: db.em('notes'),
    pubsub: db.pubsub,
    log: db.runtime('notes').log,
  });
}

function change(key: string, value: unknown): Promise<RegisteredSetting> {
  const ctx = db.context('notes');
  return ctx.em.transactional((em) => changeSetting(em, ctx, key, value));
}

async function audit(): Promise<object[]> {
  return asAdmin(
    'select action, target_id, caller_name, before, after from platform.audit_entry order by position',
  );
}

/** Resolves when every listener of this process has heard of a change. */
function announced(): Promise<void> {
  return new Promise((resolve) => {
    const stop = db.pubsub.listen('settings-changed', () => {
      stop();
      resolve();
    });
  });
}

describe('the registered settings', () => {
  it('say of every setting what its schema says, in one statement', async () => {
    const { result, statements } = await db.countStatements(() => listSettings(db.em('notes')));

    expect(statements).toHaveLength(1);
    expect(
      result.map(({ key, type, unit, minimum, maximum }) => [key, type, unit, minimum, maximum]),
    ).toEqual([
      ['notes.colour', 'TEXT', null, null, null],
      ['notes.currency', 'TEXT', null, null, null],
      ['notes.is-loud', 'BOOLEAN', null, null, null],
      ['notes.longest-text', 'INTEGER', 'count', 1, 500],
      ['notes.share', 'NUMBER', 'ratio', 0, 1],
    ]);
    expect(result.at(0)).toMatchObject({ options: ['RED', 'BLUE'], value: 'RED', defaultValue: 'RED' });
    expect(result.at(1)).toMatchObject({ pattern: '^[A-Z]{3}$', options: null });
    expect(result.at(3)).toMatchObject({
      module: 'notes',
      description: 'The most characters.',
      isMinimumExclusive: false,
      value: 100,
      isChanged: false,
      changedAt: null,
      changedBy: null,
    });
    expect(result.at(4)).toMatchObject({ isMinimumExclusive: true, isMaximumExclusive: false });
  });

  it('are those of the modules that run: changed with them, gone with them, and written only when they differ', async () => {
    const stamps = (): Promise<{ key: string; xmin: string }[]> =>
      asAdmin('select key, xmin::text from platform.setting_definition order by key');
    const before = await stamps();

    await register(definitions);
    const unchanged = await stamps();
    await register({ [longest]: setting(z.number().int().min(1).max(900), 100, 'The most characters.') });
    const [left, ...others] = await listSettings(db.em('notes'));

    expect(unchanged).toEqual(before);
    expect(left).toMatchObject({ key: longest, maximum: 900, unit: null });
    expect(others).toEqual([]);
  });

  it('cannot be declared by another module, nor under another module’s name', async () => {
    await expect(
      executeSql(db.em('copies'), `select platform.register_settings('notes', '[]')`),
    ).rejects.toThrow(/may not declare settings of notes/);
    await expect(register({ 'copies.size': setting(z.number(), 1, 'A size.') })).rejects.toThrow(
      'copies.size of the module notes',
    );
  });

  it('are listed only to a module that asks for it', async () => {
    await expect(listSettings(db.em('copies'))).rejects.toThrow(/permission denied/);
  });
});

describe('the shape of a setting', () => {
  it.each([
    [z.number().int().positive(), { type: 'INTEGER', minimum: 1, maximum: null, isMinimumExclusive: false }],
    [z.number().lt(5), { type: 'NUMBER', maximum: 5, isMaximumExclusive: true }],
    [z.string().min(2).max(9), { type: 'TEXT', minimumLength: 2, maximumLength: 9 }],
  ])('is read from its schema', (schema, shape) => {
    expect(shapeOf('notes.any', setting<unknown>(schema, null, 'Any.'))).toMatchObject(shape);
  });

  it('is a number, a boolean or a text', () => {
    expect(() => shapeOf('notes.list', setting(z.array(z.string()), [], 'A list.'))).toThrow(
      'The setting notes.list must be a number, a boolean or a text.',
    );
  });
});

describe('changing a setting', () => {
  it('is audited with before and after, says who did it, and is in force as soon as it is announced', async () => {
    const { settings } = db.context('notes');
    const before = await settings.get(longest);
    const heard = announced();

    const changed = await change(longest, 7);
    await heard;

    expect(changed).toMatchObject({
      value: 7,
      defaultValue: 100,
      isChanged: true,
      changedAt: db.clock.now(),
      changedBy: 'Ada Administrator',
    });
    expect([before, await settings.get(longest)]).toEqual([100, 7]);
    expect(await audit()).toEqual([
      {
        action: 'setting.update',
        target_id: longest,
        caller_name: 'Ada Administrator',
        before: { value: 100 },
        after: { value: 7 },
      },
    ]);
  });

  it('to null returns it to its default, and remembers who did so', async () => {
    await change(longest, 7);

    const reset = await change(longest, null);

    expect(reset).toMatchObject({ value: 100, isChanged: false, changedBy: 'Ada Administrator' });
    expect((await audit()).at(-1)).toMatchObject({
      action: 'setting.reset',
      before: { value: 7 },
      after: { value: 100 },
    });
    expect(await db.context('notes').settings.get(longest)).toBe(100);
  });

  it.each([
    [longest, 0, 'Give a whole number of at least 1 and at most 500.'],
    [longest, 1.5, 'Give a whole number of at least 1 and at most 500.'],
    [longest, '7', 'Give a whole number of at least 1 and at most 500.'],
    ['notes.share', 0, 'Give a number of more than 0 and at most 1.'],
    ['notes.share', 1.01, 'Give a number of more than 0 and at most 1.'],
    ['notes.is-loud', 'yes', 'Give true or false.'],
    ['notes.colour', 'GREEN', 'Choose one of RED, BLUE.'],
    ['notes.currency', 'euro', 'The text does not have the form that is asked for: ^[A-Z]{3}$.'],
    ['notes.currency', { code: 'EUR' }, 'Give a text.'],
  ])('refuses %s = %j', async (key, value, message) => {
    const refused = change(key, value);

    await expect(refused).rejects.toMatchObject({ code: 'BAD_INPUT', message, field: ['input', 'value'] });
    expect(await audit()).toEqual([]);
  });

  it('is audited with the default before it when what was stored is not valid any more', async () => {
    await asAdmin(
      `insert into platform.setting (key, value, updated_at) values ('${longest}', '"many"', now())`,
    );

    await change(longest, 7);

    expect(await audit()).toMatchObject([{ before: { value: 100 }, after: { value: 7 } }]);
  });

  it('refuses a key that no module declares', async () => {
    await expect(change('notes.unknown', 1)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['input', 'key'],
    });
  });

  it('announces nothing and changes nothing when the transaction is rolled back', async () => {
    const ctx = db.context('notes');
    const work = ctx.em.transactional(async (em) => {
      await changeSetting(em, ctx, longest, 7);
      throw new Error('changed my mind');
    });

    await expect(work).rejects.toThrow('changed my mind');
    expect((await listSettings(ctx.em)).find(({ key }) => key === longest)).toMatchObject({ value: 100 });
  });
});

describe('a module’s own settings', () => {
  it('are read with one statement for all of them, until one changes', async () => {
    const reader = createSettingsReader(db.urlFor('notes'));
    const read = jest.spyOn(reader, 'read');
    const settings = createSettings(definitions, { reader, pubsub: db.pubsub, log: silentLog });

    await Promise.all([settings.get(longest), settings.get(longest)]);
    await settings.get(longest);
    settings.clear();
    await settings.get(longest);
    await reader.close();

    expect(read).toHaveBeenCalledTimes(2);
  });

  it('are read although transactions that wait for them hold every connection', async () => {
    const contexts = Array.from({ length: 12 }, () => db.context('notes'));

    const values = await Promise.all(
      contexts.map((ctx) =>
        ctx.em.transactional(async (em) => {
          await executeSql(em, 'select pg_sleep(0.05)');
          return ctx.settings.get(longest);
        }),
      ),
    );

    expect(values).toEqual(contexts.map(() => 100));
  });

  it('fall back to the default when the stored value is not valid any more, and so does the list', async () => {
    await asAdmin(
      `insert into platform.setting (key, value, updated_at) values ('${longest}', '"many"', now())`,
    );

    const listed = (await listSettings(db.em('notes'))).find(({ key }) => key === longest);

    expect(await db.context('notes').settings.get(longest)).toBe(100);
    expect(listed).toMatchObject({ value: 100, isChanged: false });
  });

  it('are validated, audited and announced when the module changes one itself', async () => {
    const ctx = db.context('notes');
    const heard = announced();

    await ctx.em.transactional((em) => ctx.settings.set(em, ctx, longest, 9));
    await heard;

    expect(await ctx.settings.get(longest)).toBe(9);
    expect(await audit()).toMatchObject([{ action: 'setting.update', after: { value: 9 } }]);
    await expect(ctx.em.transactional((em) => ctx.settings.set(em, ctx, longest, 0))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});

it('publish their value in force when they change, also back to the default', async () => {
  await change(longest, 7);
  await change(longest, null);

  const events = await publishedEvents(db, longest);
  expect(events.map(({ type, data }) => [type, data])).toEqual([
    ['setting.changed', { key: longest, value: 7 }],
    ['setting.changed', { key: longest, value: 100 }],
  ]);
});
