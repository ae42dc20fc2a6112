import type { Caller, IdentifiedCaller } from '@intendant/kit/identity/caller';
import { aKey, anonymous, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aUser } from '../testing/builders.ts';
import { errorCodes, userErrors } from '../testing/errors-of.ts';
import { UserEntity } from '../user/user.entity.ts';
import { SavedViewEntity } from './saved-view.entity.ts';

const VIEWS = 'query ($list: String!) { savedViews(list: $list) { id list name search createdAt } }';
const SAVE = `mutation ($input: SaveViewInput!) {
  saveView(input: $input) { savedView { id list name search createdAt } userErrors { code field } }
}`;
const DELETE = `mutation ($input: DeleteSavedViewInput!) {
  deleteSavedView(input: $input) { savedView { id name } userErrors { code field } }
}`;
const nowhere = '11111111-1111-4111-8111-111111111111';

interface View {
  id: string;
  name: string;
  search: string;
}

let db: TestDatabase;
let caller: IdentifiedCaller;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  caller = aPlatformCaller([], { id: (await aUser(db)).id });
});

const save = (input: object = {}, by: Caller = caller) =>
  db.execute(
    'security',
    SAVE,
    { input: { list: 'tenants', name: 'At risk', search: 'risk=1', ...input } },
    by,
  );
const saved = async (...args: Parameters<typeof save>) =>
  dataOf<{ saveView: { savedView: View } }>(await save(...args)).saveView.savedView;
const forget = (id: string, by: Caller = caller) => db.execute('security', DELETE, { input: { id } }, by);
const views = async (list = 'tenants', by: Caller = caller) =>
  dataOf<{ savedViews: View[] }>(await db.execute('security', VIEWS, { list }, by)).savedViews;

it('lists none of what cannot be a list', async () => {
  expect(await views('a\0b')).toEqual([]);
});

describe('saveView', () => {
  it('keeps a view of a list under a name', async () => {
    const view = await saved({ name: ' At risk ' });

    expect(view).toEqual({
      id: expect.any(String),
      list: 'tenants',
      name: 'At risk',
      search: 'risk=1',
      createdAt: db.clock.now().toISOString(),
    });
    expect(await views()).toEqual([view]);
  });

  it('replaces the view of the same name, and no other list’s', async () => {
    const first = await saved();
    const users = await saved({ list: 'users' });
    db.clock.advance(1_000);

    const second = await saved({ search: 'risk=1&sort=mrr' });

    expect(second).toEqual({
      ...first,
      search: 'risk=1&sort=mrr',
      createdAt: db.clock.now().toISOString(),
    });
    expect(await views()).toEqual([second]);
    expect(await views('users')).toEqual([users]);
  });

  it('lists views by name', async () => {
    for (const name of ['Trials', 'At risk', 'Delinquent']) {
      await saved({ name });
    }

    expect((await views()).map(({ name }) => name)).toEqual(['At risk', 'Delinquent', 'Trials']);
  });

  it('keeps at most 50 of a list, also when they are saved at the same time', async () => {
    for (let count = 0; count < 48; count += 1) {
      await saved({ name: `View ${count}` });
    }

    const results = await Promise.all(['A', 'B', 'C', 'D'].map((name) => save({ name })));

    expect(results.flatMap(userErrors)).toEqual([
      ['LIMIT_REACHED', ['input', 'name']],
      ['LIMIT_REACHED', ['input', 'name']],
    ]);
    expect(await views()).toHaveLength(50);
    expect(userErrors(await save({ name: 'View 0' }))).toEqual([]);
    expect(userErrors(await save({ list: 'users' }))).toEqual([]);
  });

  it('names every wrong field', async () => {
    for (const input of [
      { list: 'Tenants!', name: ' ', search: 'x'.repeat(2_001) },
      { list: '', name: 'x'.repeat(61), search: 'a\u0000' },
    ]) {
      expect(userErrors(await save(input))).toEqual([
        ['BAD_INPUT', ['input', 'list']],
        ['BAD_INPUT', ['input', 'name']],
        ['BAD_INPUT', ['input', 'search']],
      ]);
    }
  });

  it.each<[string, Caller, string]>([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['an API key', aKey(['platform:read']), 'FORBIDDEN'],
    ['a service', aService(), 'FORBIDDEN'],
  ])('is refused to %s', async (_, by, code) => {
    expect(errorCodes(await save({}, by))).toEqual([code]);
  });
});

describe('deleteSavedView', () => {
  it('forgets a view', async () => {
    const { id } = await saved();

    const result = await forget(id);

    expect(dataOf(result)['deleteSavedView']).toEqual({ savedView: { id, name: 'At risk' }, userErrors: [] });
    expect(await views()).toEqual([]);
  });

  it('refuses what does not exist', async () => {
    for (const id of [nowhere, 'not-an-id']) {
      expect(userErrors(await forget(id))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    }
  });

  it.each<[string, Caller, string]>([
    ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
    ['an API key', aKey(['platform:read']), 'FORBIDDEN'],
  ])('is refused to %s', async (_, by, code) => {
    expect(errorCodes(await forget((await saved()).id, by))).toEqual([code]);
  });
});

describe('another person’s view', () => {
  const REFERENCE = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on SavedView { name } }
  }`;

  it.each<[string, (userId: string) => Caller]>([
    ['platform', (id) => aPlatformCaller(undefined, { id })],
    ['same tenant', (id) => aTenantCaller(nowhere, undefined, { id })],
  ])('is neither seen, replaced, deleted nor referred to by somebody of the %s', async (_, callerOf) => {
    const owner = callerOf((await aUser(db)).id);
    const other = callerOf((await aUser(db)).id);
    const view = await saved({ name: 'Mine' }, owner);
    const refer = async (by: Caller) =>
      dataOf<{ _entities: unknown[] }>(
        await db.execute(
          'security',
          REFERENCE,
          { representations: [{ __typename: 'SavedView', id: view.id }] },
          by,
        ),
      )._entities;

    expect(await views('tenants', other)).toEqual([]);
    expect(userErrors(await forget(view.id, other))).toEqual([['NOT_FOUND', ['input', 'id']]]);
    await saved({ name: 'Mine', search: 'theirs' }, other);
    expect(await views('tenants', owner)).toEqual([view]);
    expect([await refer(owner), await refer(other)]).toEqual([[{ name: 'Mine' }], [null]]);
  });
});

it('shows a program no views, also one with the id of a person', async () => {
  await saved();

  expect(await views('tenants', aKey(['platform:read'], { id: caller.id }))).toEqual([]);
});

it('goes with its person', async () => {
  await saved();

  await db.em('security').nativeDelete(UserEntity, { id: caller.id });

  expect(await db.em('security').count(SavedViewEntity, { user: caller.id })).toBe(0);
});

it('is read in one statement, however many there are', async () => {
  await saved({ name: 'One' });
  await saved({ name: 'Two' });

  const { statements } = await db.countStatements(() => views());

  expect(statements).toHaveLength(1);
});
