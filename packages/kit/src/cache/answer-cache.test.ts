import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { executeSql } from '../database/execute-sql.ts';
import type { Caller } from '../identity/caller.ts';
import { announceChange } from '../testing/announce-change.ts';
import { setting, settingsTopic } from '../settings/settings.ts';
import { defineModule } from '../subgraph/module.ts';
import { aPlatformCaller, aTenantCaller } from '../testing/callers.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { cachedSection } from './section-cache.ts';

const settings = { 'figures.warn-at': setting(z.number(), 5, 'From where it is much.', { unit: 'count' }) };
type FiguresContext = Context<{ row: number }, typeof settings>;

/** How often each field was resolved. */
let resolved: Record<string, number>;
const count = (field: string): number => (resolved[field] = (resolved[field] ?? 0) + 1);

const section = (name: string) => (_: unknown, __: unknown, ctx: FiguresContext) => {
  count(name);
  return cachedSection(ctx, {
    key: name,
    topic: `${name}-changed`,
    freshness: 'current',
    compute: async ({ em }) => {
      await executeSql(em, 'select 1');
      return { value: count(`${name} computed`) };
    },
  });
};

const figuresModule = defineModule<FiguresContext>({
  name: 'figures',
  typeDefs: parse(/* GraphQL */ `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])
    directive @public on FIELD_DEFINITION | OBJECT
    type Section @public {
      value: Int!
    }
    type Query {
      sales: Section! @public
      usage: Section! @public
      rated: String @public
      row: Int @public
      now: String @public
      loaded: Int @public
      echo(text: String!): String @public
      fails: Int @public
    }
    type Mutation {
      change: Int @public
    }
  `),
  resolvers: {
    Query: {
      sales: section('sales'),
      usage: section('usage'),
      rated: async (_: unknown, __: unknown, { settings: own }: FiguresContext) =>
        `${count('rated')} of ${await own.get('figures.warn-at')}`,
      row: async (_: unknown, __: unknown, { em }: FiguresContext) => {
        await executeSql(em, 'select 1');
        return count('row');
      },
      now: (_: unknown, __: unknown, { clock }: FiguresContext) =>
        `${count('now')} ${clock.now().toISOString()}`,
      loaded: (_: unknown, __: unknown, { loaders }: FiguresContext) => count('loaded') + loaders.row,
      echo: (_: unknown, { text }: { text: string }, { caller }: FiguresContext) =>
        `${count('echo')} ${text} ${caller.kind === 'anonymous' ? '' : String(caller.tenantId)}`,
      fails: () => {
        count('fails');
        throw new Error('no');
      },
    },
    Mutation: { change: () => count('change') },
  },
  loaders: () => ({ row: 0 }),
  settings,
});

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([figuresModule]);
});
beforeEach(() => {
  resolved = {};
  for (const topic of ['sales-changed', 'usage-changed', settingsTopic]) {
    announceChange(db.pubsub, topic);
  }
});
afterAll(() => db.close());

async function ask(
  query: string,
  options: { caller?: Caller; isReadOnly?: boolean; variables?: object } = {},
) {
  const { caller = aPlatformCaller(), isReadOnly = true, variables = {} } = options;
  const runtime = db.runtime('figures');
  const context = runtime.contextFor({ caller });
  return runtime.execute({ query, context, isReadOnly, variables: { ...variables } });
}

/** How often a field is resolved when the same is asked twice. */
async function timesOf(field: string, query = `{ ${field} }`): Promise<number | undefined> {
  const caller = aPlatformCaller();
  await ask(query, { caller });
  await ask(query, { caller });
  return resolved[field];
}

describe('an answer', () => {
  it('that is made of sections is the same object until one of them changes', async () => {
    const caller = aPlatformCaller();
    const query = '{ sales { value } usage { value } }';
    const first = await ask(query, { caller });
    const second = await ask(query, { caller });

    announceChange(db.pubsub, 'usage-changed');
    const third = await ask(query, { caller });

    expect(second).toBe(first);
    expect(resolved).toEqual({ sales: 2, usage: 2, 'sales computed': 1, 'usage computed': 2 });
    expect(third.data).toEqual({ sales: { value: 1 }, usage: { value: 2 } });
  });

  it('grows old with its sections', async () => {
    const caller = aPlatformCaller();
    await ask('{ sales { value } }', { caller });

    db.clock.advance(31_000);
    await ask('{ sales { value } }', { caller });

    expect(resolved).toMatchObject({ sales: 2 });
  });

  it('is made anew when a setting it was made of may have changed', async () => {
    const caller = aPlatformCaller();
    await ask('{ rated }', { caller });
    const known = await ask('{ rated }', { caller });

    announceChange(db.pubsub, settingsTopic);
    const fresh = await ask('{ rated }', { caller });

    expect([known.data, fresh.data]).toEqual([{ rated: '1 of 5' }, { rated: '2 of 5' }]);
  });

  it.each(['row', 'now', 'loaded', 'fails'])('with %s is made anew each time', async (field) => {
    expect(await timesOf(field)).toBe(2);
  });

  it('with a row beside a section is made anew each time', async () => {
    expect(await timesOf('sales', '{ sales { value } row }')).toBe(2);
  });

  it('of a mutation is made anew each time', async () => {
    expect(await timesOf('change', 'mutation { change }')).toBe(2);
  });

  it('is made anew for who may write into it', async () => {
    const caller = aPlatformCaller();
    await ask('{ sales { value } }', { caller });
    await ask('{ sales { value } }', { caller, isReadOnly: false });

    expect(resolved).toMatchObject({ sales: 2 });
  });

  it('is never given to another caller, of the same tenant or of another, or for other variables', async () => {
    const query = 'query ($text: String!) { echo(text: $text) }';
    const tenantId = randomUUID();
    const callers = [aTenantCaller(tenantId), aTenantCaller(randomUUID()), aPlatformCaller()];

    const answers = [];
    for (const text of ['one', 'two']) {
      for (const caller of callers) {
        answers.push((await ask(query, { caller, variables: { text } })).data);
      }
    }

    expect(new Set(answers.map((data) => JSON.stringify(data))).size).toBe(6);
    expect(resolved['echo']).toBe(6);
  });
});
