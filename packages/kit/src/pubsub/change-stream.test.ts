import { notify } from './notify.ts';
import { createPubSub, type PubSub } from './pubsub.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { changeStream, type Cause } from './change-stream.ts';

let db: TestDatabase;
let pubsub: PubSub;

beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
  pubsub = createPubSub(db.adminUrl);
  await pubsub.ready();
});
afterAll(async () => {
  await pubsub.close();
  await db.close();
});

const causes = (topic: string, isRelevant?: (payload: unknown) => boolean) =>
  changeStream<Cause>({
    pubsub,
    topics: [topic],
    ...(isRelevant && { isRelevant }),
    next: (cause) => Promise.resolve({ value: cause }),
  });

it('tells one event at once, and one for all changes that came since', async () => {
  const events = causes('one');

  const first = await events.next();
  for (let change = 0; change < 5; change += 1) {
    await notify(db.em('notes'), 'one');
  }
  const second = await events.next();
  await events.return?.();

  expect([first.value, second.value]).toEqual(['start', 'change']);
});

it('passes over what is not relevant', async () => {
  const events = causes('two', (payload) => payload === 'mine');
  await events.next();
  let hasTold = false;
  const pending = events.next().then((event) => {
    hasTold = true;
    return event;
  });
  const heard = new Promise<void>((resolve) => void pubsub.listen('two', () => resolve()));

  await notify(db.em('notes'), 'two', 'theirs');
  await heard;
  const hadTold = hasTold;
  await notify(db.em('notes'), 'two', 'mine');

  expect([hadTold, (await pending).value]).toEqual([false, 'change']);
  await events.return?.();
});

it('ends at once while an event is awaited, and after the last event', async () => {
  const waiting = causes('three');
  await waiting.next();
  const pending = waiting.next();
  await waiting.return?.();
  const last = changeStream({
    pubsub,
    topics: ['three'],
    next: () => Promise.resolve({ value: 1, isLast: true }),
  });

  expect(await pending).toEqual({ done: true, value: undefined });
  expect([await last.next(), await last.next()]).toEqual([
    { done: false, value: 1 },
    { done: true, value: undefined },
  ]);
});
