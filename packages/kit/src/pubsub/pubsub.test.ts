import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { executeSql } from '../database/execute-sql.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { notify } from './notify.ts';
import { createPubSub, type PubSub } from './pubsub.ts';
import { MessageQueue } from './message-queue.ts';

let db: TestDatabase;
/** Another process's. */
let pubsub: PubSub;
let client: pg.Client;

beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
  client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  pubsub = createPubSub(db.urlFor('notes'));
  await pubsub.ready();
});
afterAll(async () => {
  await pubsub.close();
  await client.end();
  await db.close();
});

describe('pub/sub', () => {
  it('delivers a message to those who asked for its topic', async () => {
    const topic = randomUUID();
    const messages = pubsub.subscribe([topic, 'another']);

    await notify(db.em('notes'), 'unrelated', 1);
    await notify(db.em('notes'), topic, { figure: 42 });

    expect(await messages.next()).toEqual({ done: false, value: { topic, payload: { figure: 42 } } });
    await messages.return?.();
  });

  it('delivers when the transaction commits, and nothing when it rolls back', async () => {
    const topic = randomUUID();
    const messages = pubsub.subscribe(topic);
    const refused = db.em('notes').transactional(async (em) => {
      await notify(em, topic, 'never');
      throw new Error('no');
    });

    await expect(refused).rejects.toThrow('no');
    await db.em('notes').transactional((em) => notify(em, topic, 'committed'));

    expect((await messages.next()).value).toEqual({ topic, payload: 'committed' });
  });

  it('has told its own process once, and others too, when the one who made a change goes on', async () => {
    const topic = randomUUID();
    const elsewhere = pubsub.subscribe([topic, 'end']);
    const heard: unknown[] = [];
    db.pubsub.listen(topic, (payload) => heard.push(payload));
    const ended = db.pubsub.subscribe('end').next();

    for (let change = 0; change < 20; change += 1) {
      await db.em('notes').transactional(async (em) => {
        await notify(em, topic, change % 2);
        await notify(em, topic, change % 2);
      });
      expect(heard).toHaveLength(change + 1);
    }
    await notify(db.em('notes'), topic, 'alone');
    expect(heard).toHaveLength(21);
    // Another process's message comes after all notifications of what was told already.
    await client.query(`select pg_notify('intendant', '{"topic":"end"}')`);
    await ended;

    const alternating = Array.from({ length: 20 }, (_, change) => change % 2);
    expect(heard).toEqual([...alternating, 'alone']);
    const arrived: unknown[] = [];
    for (;;) {
      const { value } = await elsewhere.next();
      if (value?.topic === 'end') {
        break;
      }
      arrived.push(value?.payload);
    }
    expect(arrived).toEqual(heard);
  });

  it('listens again after the server cut its connection, and says that it may have missed something', async () => {
    const topic = randomUUID();
    const messages = pubsub.subscribe(topic);
    const reconnected = new Promise<void>((resolve) => pubsub.onReconnect(resolve));

    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'intendant pubsub' and datname = current_database() and query like 'listen%'`,
    );
    await reconnected;
    await notify(db.em('notes'), topic, 'still here');

    expect((await messages.next()).value).toEqual({ topic, payload: 'still here' });
  });

  it('refuses a message that PostgreSQL would refuse', async () => {
    await expect(notify(db.em('notes'), 'big', 'x'.repeat(8_000))).rejects.toThrow('too large');
  });

  it('ends its subscriptions when it closes', async () => {
    const other = createPubSub(db.urlFor('notes'));
    const next = other.subscribe('anything').next();

    await other.close();

    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('a message queue', () => {
  it('drops the oldest when its reader falls behind', async () => {
    const queue = new MessageQueue<number>(() => {});

    for (let message = 0; message < 1_005; message += 1) {
      queue.push(message);
    }

    expect((await queue.next()).value).toBe(5);
  });
});

describe('settings', () => {
  it('have their default until one is set, then the new value in every process, audited', async () => {
    const here = db.context('notes');
    const { em, settings } = here;
    const elsewhere = createPubSub(db.urlFor('notes'));
    await elsewhere.ready();
    const announced = elsewhere.subscribe('settings-changed').next();

    const before = await settings.get('notes.longest-text');
    await em.transactional((transaction) => settings.set(transaction, here, 'notes.longest-text', 5));

    expect([before, await settings.get('notes.longest-text')]).toEqual([100, 5]);
    expect(await announced).toMatchObject({ value: { payload: { key: 'notes.longest-text' } } });
    const entries = await executeSql(
      em,
      `select before, after from platform.audit_entry where action = 'setting.update'`,
    );
    expect(entries).toEqual([{ before: { value: null }, after: { value: 5 } }]);
    await elsewhere.close();
  });

  it('cost no statement once read, and refuse a value that does not validate', async () => {
    const here = db.context('notes');
    await here.settings.get('notes.longest-text');

    const { statements } = await db.countStatements(() => here.settings.get('notes.longest-text'));

    expect(statements).toEqual([]);
    await expect(here.settings.set(here.em, here, 'notes.longest-text', 0)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});
