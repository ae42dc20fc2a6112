import { randomUUID } from 'node:crypto';
import { notify } from '../pubsub/notify.ts';
import { aPlatformCaller, aService, aTenantCaller, anonymous } from '../testing/callers.ts';
import { createNotesLoaders, notesModule } from '../testing/fixtures/notes-module.ts';
import { dataOf, startTestDatabase, type TestDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
afterAll(() => db.close());

const WRITE = /* GraphQL */ `
  mutation Write($input: WriteNoteInput!) {
    writeNote(input: $input) {
      note {
        id
        text
        createdAt
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`;

interface Written {
  writeNote: { note: { id: string; text: string; createdAt: string } | null; userErrors: unknown[] };
}

async function aNote(tenantId: string, text = 'remember the milk'): Promise<string> {
  const { writeNote } = dataOf<Written>(await db.execute('notes', WRITE, { input: { tenantId, text } }));
  return writeNote.note?.id ?? '';
}

describe('execution', () => {
  it('stores what a mutation writes, at the time of the clock', async () => {
    const tenantId = randomUUID();
    db.clock.set('2026-01-02T03:04:05.678Z');

    const result = await db.execute('notes', WRITE, { input: { tenantId, text: 'hello' } });

    expect(dataOf(result)).toEqual({
      writeNote: {
        note: { id: expect.any(String), text: 'hello', createdAt: '2026-01-02T03:04:05.678Z' },
        userErrors: [],
      },
    });
  });

  it('reports every wrong field of the input as a user error', async () => {
    const result = await db.execute('notes', WRITE, { input: { tenantId: 'x', text: '' } });

    expect(dataOf<Written>(result).writeNote).toMatchObject({
      note: null,
      userErrors: [
        { code: 'BAD_INPUT', field: ['input', 'tenantId'] },
        { code: 'BAD_INPUT', field: ['input', 'text'], message: 'Write something.' },
      ],
    });
  });

  it('masks an unknown error and names the request', async () => {
    const result = await db.execute('notes', '{ broken }');

    expect(JSON.stringify(result.errors)).not.toContain('hunter2');
    expect(result.errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: expect.any(String),
    });
  });

  it('reports a syntax error and an unknown field without executing', async () => {
    const malformed = await db.execute('notes', '{ greeting');
    const unknown = await db.execute('notes', '{ farewell }');

    expect(malformed.errors?.[0]?.extensions['code']).toBe('GRAPHQL_PARSE_FAILED');
    expect(unknown.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('cancels the SQL of an operation that passes its deadline', async () => {
    const runtime = db.runtime('notes');
    const context = runtime.contextFor({ caller: aService(), deadline: new Date(Date.now() + 150) });

    const result = await runtime.execute({ query: '{ slow(seconds: 20) }', context });

    expect(result.errors?.[0]?.extensions['code']).toBe('OPERATION_TIMEOUT');
    expect(await runningSlowQueries()).toBe(0);
  });

  async function runningSlowQueries(): Promise<number> {
    for (let attempt = 0; ; attempt += 1) {
      const rows = await db
        .em('notes')
        .getConnection()
        .execute<unknown[]>(
          `select from pg_stat_activity
           where datname = current_database() and state = 'active' and query like '%/* slow */'`,
        );
      if (rows.length === 0 || attempt === 50) {
        return rows.length;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('batches references into one statement', async () => {
    const tenantId = randomUUID();
    const ids = [await aNote(tenantId), await aNote(tenantId), await aNote(tenantId)];
    const representations = ids.map((id) => ({ __typename: 'Note', id }));

    const { result, statements } = await db.countStatements(() =>
      db.execute(
        'notes',
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Note { text } } }',
        { representations },
      ),
    );

    expect(dataOf(result)).toEqual({ _entities: Array(3).fill({ text: 'remember the milk' }) });
    expect(statements).toHaveLength(1);
  });

  it('gives its SDL to the gateway', async () => {
    const result = await db.execute('notes', '{ _service { sdl } }', {}, anonymous);

    expect(dataOf<{ _service: { sdl: string } }>(result)._service.sdl).toContain('type Note');
  });
});

describe('the decision on a field', () => {
  it('refuses who is not signed in, and who lacks the permission', async () => {
    const nobody = await db.execute('notes', '{ greeting me }', {}, anonymous);
    const powerless = await db.execute(
      'notes',
      `{ me note(id: "${randomUUID()}") { id } }`,
      {},
      aPlatformCaller([]),
    );

    expect(nobody.data).toEqual({ greeting: 'hello', me: null });
    expect(nobody.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    expect(powerless.data).toEqual({ me: 'Ada Administrator', note: null });
    expect(powerless.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('needs one complete list of scopes', async () => {
    const id = await aNote(randomUUID());
    const read = (...permissions: Parameters<typeof aPlatformCaller>): Promise<unknown> =>
      db
        .execute('notes', `{ note(id: "${id}") { secret } }`, {}, aPlatformCaller(...permissions))
        .then((result) => result.data?.['note']);

    expect(await read(['tenants:read', 'keys:read'])).toEqual({ secret: null });
    expect(await read(['tenants:read', 'keys:read', 'keys:write'])).toEqual({ secret: 'a secret' });
    expect(await read(['tenants:read', 'roles:write'])).toEqual({ secret: 'a secret' });
  });

  it('holds on the way through references', async () => {
    const id = await aNote(randomUUID());
    const query = `{ _entities(representations: [{ __typename: "Note", id: "${id}" }]) { ... on Note { id text } } }`;

    const result = await db.execute('notes', query, {}, aPlatformCaller([]));

    expect(result.data).toEqual({ _entities: [null] });
    expect(result.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('is taken before a subscription starts', async () => {
    const runtime = db.runtime('notes');

    const result = await runtime.subscribe({
      query: 'subscription { noteWritten { text } }',
      context: runtime.contextFor({ caller: aPlatformCaller([]) }),
    });

    expect(result).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

describe('the tenant filter', () => {
  it('makes the rows of other tenants look missing', async () => {
    const [mine, others] = [randomUUID(), randomUUID()];
    const [own, foreign] = [await aNote(mine), await aNote(others)];
    const query = `{ own: note(id: "${own}") { id } foreign: note(id: "${foreign}") { id } notes { nodes { id } } }`;

    const result = await db.execute('notes', query, {}, aTenantCaller(mine));

    expect(dataOf(result)).toEqual({ own: { id: own }, foreign: null, notes: { nodes: [{ id: own }] } });
  });

  it('refuses a tenant that names another one', async () => {
    const input = { tenantId: randomUUID(), text: 'mine now' };

    const result = await db.execute('notes', WRITE, { input }, aTenantCaller(randomUUID()));

    expect(dataOf<Written>(result).writeNote.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('reads nothing through an entity manager that no context made', async () => {
    const { orm } = db.runtime('notes');

    await expect(orm.em.fork().find('Note', {})).rejects.toThrow(`No arguments provided for filter 'tenant'`);
  });

  it('shows no rows to somebody who is not signed in', async () => {
    await aNote(randomUUID());
    const { em } = db.context('notes', anonymous);

    expect(await em.count('Note')).toBe(0);
    expect(await createNotesLoaders({ em }).note.load(randomUUID())).toBeNull();
  });
});

describe('lists', () => {
  it('walk through all pages without a gap, and refuse more than a hundred at once', async () => {
    const tenantId = randomUUID();
    const written = new Set([await aNote(tenantId), await aNote(tenantId), await aNote(tenantId)]);
    const caller = aTenantCaller(tenantId);
    const page = async (
      after: string | null,
    ): Promise<{ nodes: { id: string }[]; endCursor: string; hasNextPage: boolean }> =>
      dataOf<{ notes: { nodes: { id: string }[]; endCursor: string; hasNextPage: boolean } }>(
        await db.execute(
          'notes',
          'query ($after: String) { notes(first: 2, after: $after) { nodes { id } endCursor hasNextPage } }',
          { after },
          caller,
        ),
      ).notes;

    const first = await page(null);
    const second = await page(first.endCursor);

    expect(first).toMatchObject({ nodes: { length: 2 }, hasNextPage: true });
    expect(second).toMatchObject({ nodes: { length: 1 }, hasNextPage: false });
    expect(new Set([...first.nodes, ...second.nodes].map(({ id }) => id))).toEqual(written);
    const tooMany = await db.execute('notes', '{ notes(first: 101) { endCursor } }', {}, caller);
    expect(tooMany.errors?.[0]).toMatchObject({
      message: 'first must be between 1 and 100.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('subscriptions', () => {
  it('deliver an event within the blink of an eye, with a fresh read', async () => {
    const runtime = db.runtime('notes');
    const events = await runtime.subscribe({
      query: 'subscription { noteWritten { text } }',
      context: runtime.contextFor({ caller: aPlatformCaller() }),
    });
    if (!(Symbol.asyncIterator in events)) {
      throw new Error('the subscription did not start');
    }

    const next = events.next();
    await aNote(randomUUID(), 'news');
    let event = await next;
    // What was written before may be announced a little later than it was stored.
    while (JSON.stringify(event.value).includes('remember the milk')) {
      event = await events.next();
    }

    expect(event.value).toEqual({ data: { noteWritten: { text: 'news' } } });
    await events.return?.();
  });

  it('see the state of their own moment in each event', async () => {
    const runtime = db.runtime('notes');
    const id = await aNote(randomUUID(), 'before');
    const events = await runtime.subscribe({
      query: 'subscription { noteWritten { text } }',
      context: runtime.contextFor({ caller: aPlatformCaller() }),
    });
    if (!(Symbol.asyncIterator in events)) {
      throw new Error('the subscription did not start');
    }

    const texts: unknown[] = [];
    for (const text of ['first', 'second']) {
      await db.em('notes').nativeUpdate('Note', { id }, { text });
      const next = events.next();
      await notify(db.em('notes'), 'note-written', { id });
      texts.push((await next).value?.data?.['noteWritten']);
    }

    expect(texts).toEqual([{ text: 'first' }, { text: 'second' }]);
    await events.return?.();
  });
});
