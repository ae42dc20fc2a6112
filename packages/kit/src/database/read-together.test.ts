import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { executeSql, forReading } from './execute-sql.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
afterAll(() => db.close());

const read = (sql: string, parameters: unknown[] = []) =>
  executeSql(forReading(db.em('notes')), sql, parameters);
const outcomes = async (reads: Promise<object[]>[]) =>
  (await Promise.allSettled(reads)).map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message,
  );

it('sends statements of one moment to one connection, and gives each its own rows', async () => {
  const answers = await Promise.all([
    read('select pg_backend_pid() as pid'),
    read('select n from generate_series(1, ?::integer) as n', [3]),
    read('select 1 as one where false'),
    read('select pg_backend_pid() as pid'),
  ]);

  expect(answers.slice(1, 3)).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }], []]);
  expect(answers[0]).toEqual(answers[3]);
});

it('gives the same rows as the usual way', async () => {
  const sql = `select ?::integer as i, 1.5::double precision as f, 9007199254740993::bigint as b, 0.1::numeric as n,
    ?::text as t, true as yes, null::text as nothing, '{"a":[1]}'::jsonb as j, ?::timestamptz as at, ?::text[] as items`;
  const parameters = [7, 'ä "quoted" \\', new Date('2026-03-01T12:00:00.123Z'), ['x', 'y,z']];

  expect(await read(sql, parameters)).toEqual(await executeSql(db.em('notes'), sql, parameters));
});

it('runs the same statement with different values, again and again', async () => {
  const double = (n: number) => read('select 2 * ?::integer as twice', [n]);

  for (let round = 0; round < 10; round += 1) {
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([
      [{ twice: 2 }],
      [{ twice: 4 }],
      [{ twice: 6 }],
    ]);
  }
});

it('answers however many there are', async () => {
  const answers = await Promise.all(
    Array.from({ length: 45 }, (_, index) => read('select ?::integer as index', [index])),
  );

  expect(answers).toEqual(Array.from({ length: 45 }, (_, index) => [{ index }]));
});

it('lets only those fail that fail themselves', async () => {
  const divide = (by: number) => read('select 6 / ?::integer as result', [by]);
  const reads = () => [divide(1), divide(0), read('select nonsense'), divide(2), divide(0), divide(3)];
  const expected = [
    [{ result: 6 }],
    'division by zero',
    'column "nonsense" does not exist',
    [{ result: 3 }],
    'division by zero',
    [{ result: 2 }],
  ];

  expect(await outcomes(reads())).toEqual(expected);
  expect(await outcomes(reads())).toEqual(expected);
});

it('says where a statement that fails was asked for', async () => {
  async function whoAsks() {
    const rows = await read('select 1 / 0');
    return rows;
  }

  const error: unknown = await whoAsks().catch((reason: unknown) => reason);

  expect(error).toMatchObject({ code: '22012', stack: expect.stringContaining('whoAsks') as string });
});

it('leaves nobody waiting when the connection is lost, and goes on with another', async () => {
  const lost = 'select pg_terminate_backend(pg_backend_pid()), pg_sleep(1)';
  const [first, second, third] = await outcomes([read('select 1 as n'), read(lost), read('select 2 as n')]);

  expect([first, second]).toEqual([[{ n: 1 }], 'terminating connection due to administrator command']);
  expect([[{ n: 2 }], 'Connection terminated unexpectedly']).toContainEqual(third);
  let later: unknown;
  for (let attempt = 0; attempt < 50 && !Array.isArray(later); attempt += 1) {
    await pause(20);
    [later] = await outcomes([read('select 3 as n')]);
  }
  expect(later).toEqual([{ n: 3 }]);
});

it('keeps what is written when a neighbour fails', async () => {
  const id = randomUUID();
  const insert = 'insert into note (id, tenant_id, text, created_at) values (?, ?, ?, now())';

  await outcomes([read(insert, [id, randomUUID(), 'here']), read('select 1 / 0')]);

  expect(await read('select text from note where id = ?', [id])).toEqual([{ text: 'here' }]);
});

it('leaves the statements of a transaction in it', async () => {
  const em = forReading(db.em('notes'));
  const id = randomUUID();

  await em.begin();
  await executeSql(em, 'insert into note (id, tenant_id, text, created_at) values (?, ?, ?, now())', [
    id,
    randomUUID(),
    'here',
  ]);
  const within = await executeSql(em, 'select text from note where id = ?', [id]);
  await em.rollback();

  expect(within).toEqual([{ text: 'here' }]);
  expect(await read('select text from note where id = ?', [id])).toEqual([]);
});
