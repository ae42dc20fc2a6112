import { z } from 'zod';
import { setting } from '@intendant/kit/settings/settings';
import { defineModule, type SubgraphModule } from '@intendant/kit/subgraph/module';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { publishedEvents } from '@intendant/kit/testing/platform-records';
import { connected } from '@intendant/kit/testing/scratch-databases';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { parse } from 'graphql';
import { tenantsModule } from '../subgraph.ts';

const FIELDS = `key module description type unit minimum maximum options value defaultValue isChanged changedAt changedBy`;
const SETTINGS = `query Settings { settings { ${FIELDS} } }`;
const UPDATE_SETTING = `
  mutation UpdateSetting($input: UpdateSettingInput!) {
    updateSetting(input: $input) { setting { ${FIELDS} } userErrors { code message field } }
  }`;
const ENTITIES = `
  query Entities($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Setting { key value } }
  }`;
const keepCount = 'tenants.backup-keep-count';
const tenantId = '018f0000-0000-7000-8000-00000000000a';

interface Setting {
  key: string;
  value: unknown;
}

interface UpdatePayload {
  updateSetting: { setting: Setting | null; userErrors: object[] };
}

/** Another module of the platform, which declares settings and cannot see anybody's. */
const paintModule = defineModule({
  name: 'paint',
  typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
    type Query { paint: String @authenticated }
  `),
  resolvers: { Query: { paint: () => 'wet' } },
  settings: {
    'paint.colour': setting(z.enum(['RED', 'BLUE']), 'RED', 'Which colour.'),
    'paint.is-wet': setting(z.boolean(), false, 'Whether it is wet.'),
    'paint.share': setting(z.number().min(0).max(1), 0.5, 'How much of it.', { unit: 'ratio' }),
  },
});

let db: TestDatabase;

beforeAll(async () => {
  // A module's own context is narrower than `Context`; the runtime gives each the one it declares.
  db = await startTestDatabase([tenantsModule as unknown as SubgraphModule, paintModule]);
});
beforeEach(async () => {
  await connected(db.adminUrl, (client) =>
    client.query('truncate platform.setting, platform.audit_entry, platform.event'),
  );
});
afterAll(() => db.close());

async function settings(): Promise<Setting[]> {
  return dataOf<{ settings: Setting[] }>(await db.execute('tenants', SETTINGS)).settings;
}

async function update(input: object): Promise<UpdatePayload['updateSetting']> {
  return dataOf<UpdatePayload>(await db.execute('tenants', UPDATE_SETTING, { input })).updateSetting;
}

function audit(): Promise<object[]> {
  return connected(db.adminUrl, async (client) => {
    const { rows } = await client.query<object>(
      'select action, target_type, target_id, caller_name, before, after from platform.audit_entry',
    );
    return rows;
  });
}

describe('settings', () => {
  it('are those of every module, by module and key, in one statement', async () => {
    const { result, statements } = await db.countStatements(settings);

    expect(result.map(({ key }) => key)).toEqual([
      'paint.colour',
      'paint.is-wet',
      'paint.share',
      keepCount,
      'tenants.backup-keep-days',
    ]);
    expect(statements).toHaveLength(1);
  });

  it('say of each what it decides, what it may be and what it is', async () => {
    const [colour, isWet, share] = await settings();

    const untouched = { module: 'paint', isChanged: false, changedAt: null, changedBy: null };
    const unbounded = { unit: null, minimum: null, maximum: null };
    expect(colour).toEqual({
      ...untouched,
      ...unbounded,
      key: 'paint.colour',
      description: 'Which colour.',
      type: 'TEXT',
      options: ['RED', 'BLUE'],
      value: 'RED',
      defaultValue: 'RED',
    });
    expect(isWet).toMatchObject({ ...unbounded, type: 'BOOLEAN', options: null, value: false });
    expect(share).toMatchObject({ type: 'NUMBER', unit: 'ratio', minimum: 0, maximum: 1, value: 0.5 });
  });

  it('are resolved by key in one statement however many, null for a key nobody declares', async () => {
    const representations = ['paint.share', 'paint.unknown', keepCount].map((key) => ({
      __typename: 'Setting',
      key,
    }));

    const { result, statements } = await db.countStatements(() =>
      db.execute('tenants', ENTITIES, { representations }),
    );

    expect(dataOf(result)).toEqual({
      _entities: [{ key: 'paint.share', value: 0.5 }, null, { key: keepCount, value: 14 }],
    });
    expect(statements).toHaveLength(1);
  });

  it.each([
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['tenants:read', 'settings:write']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ])('are hidden from everybody but the platform', async (caller, code) => {
    const representations = [{ __typename: 'Setting', key: keepCount }];

    const listed = await db.execute('tenants', SETTINGS, {}, caller);
    const referred = await db.execute('tenants', ENTITIES, { representations }, caller);

    expect([listed, referred].map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual([code, code]);
    expect(JSON.stringify([listed.data, referred.data])).not.toContain('backup');
  });
});

describe('updateSetting', () => {
  it('changes another module’s setting, says who did, and audits the values before and after', async () => {
    const payload = await update({ key: 'paint.share', value: 0.25 });

    expect(payload).toMatchObject({
      setting: {
        key: 'paint.share',
        value: 0.25,
        defaultValue: 0.5,
        isChanged: true,
        changedAt: db.clock.now().toISOString(),
        changedBy: 'Ada Administrator',
      },
      userErrors: [],
    });
    expect((await settings())[2]).toEqual(payload.setting);
    expect(await audit()).toEqual([
      {
        action: 'setting.update',
        target_type: 'Setting',
        target_id: 'paint.share',
        caller_name: 'Ada Administrator',
        before: { value: 0.5 },
        after: { value: 0.25 },
      },
    ]);
  });

  it('is in force as soon as the change is announced, and published', async () => {
    const { settings: paint } = db.context('paint');
    const before = await paint.get('paint.colour');
    const heard = new Promise<void>((resolve) => {
      const stop = db.pubsub.listen('settings-changed', () => {
        stop();
        resolve();
      });
    });

    await update({ key: 'paint.colour', value: 'BLUE' });
    await heard;

    expect([before, await paint.get('paint.colour')]).toEqual(['RED', 'BLUE']);
    expect(await publishedEvents(db, 'paint.colour')).toMatchObject([
      { type: 'setting.changed', data: { key: 'paint.colour', value: 'BLUE' } },
    ]);
  });

  it.each([{ value: null }, {}])('returns to the default with %j, whoever changed it', async (value) => {
    await update({ key: keepCount, value: 3 });

    const { setting } = await update({ key: keepCount, ...value });

    expect(setting).toMatchObject({ value: 14, isChanged: false, changedBy: 'Ada Administrator' });
    expect((await audit()).at(-1)).toMatchObject({ action: 'setting.reset', before: { value: 3 } });
  });

  it.each([
    [keepCount, 0, 'Give a whole number of at least 1 and at most 10000.'],
    [keepCount, 'many', 'Give a whole number of at least 1 and at most 10000.'],
    ['paint.share', 1.5, 'Give a number of at least 0 and at most 1.'],
    ['paint.is-wet', 'yes', 'Give true or false.'],
    ['paint.colour', 'GREEN', 'Choose one of RED, BLUE.'],
  ])('refuses %s = %j on its value, and changes nothing', async (key, value, message) => {
    const before = await settings();

    const payload = await update({ key, value });

    expect(payload).toEqual({
      setting: null,
      userErrors: [{ code: 'BAD_INPUT', message, field: ['input', 'value'] }],
    });
    expect(await settings()).toEqual(before);
    expect(await audit()).toEqual([]);
  });

  it('refuses a key that cannot be one', async () => {
    expect(await update({ key: 'a\0b', value: 1 })).toMatchObject({
      setting: null,
      userErrors: [{ code: 'BAD_INPUT', field: ['input', 'key'] }],
    });
  });

  it('reports NOT_FOUND on the key that no module declares', async () => {
    expect(await update({ key: 'paint.unknown', value: 1 })).toMatchObject({
      setting: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'key'] }],
    });
  });

  it.each([
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ])('is forbidden to everybody but platform callers who may write settings', async (caller, code) => {
    const { errors } = await db.execute(
      'tenants',
      UPDATE_SETTING,
      { input: { key: keepCount, value: 3 } },
      caller,
    );

    expect(errors?.[0]?.extensions).toMatchObject({ code });
    expect(await audit()).toEqual([]);
  });
});
