import { silentLog } from '@intendant/kit/log';
import { createBalancedUpstream } from './balanced-upstream.ts';
import { UpstreamUnavailableError, type Upstream, type UpstreamCall } from './upstream.ts';

const call: UpstreamCall = {
  caller: { kind: 'anonymous' },
  requestId: 'test',
  deadline: null,
  signal: null,
};
const query = { query: 'query Q { a }', variables: {}, operationName: 'Q' };
const mutation = { query: 'mutation M { a }', variables: {}, operationName: 'M' };

/** A replica that counts what it is asked, and can be out of reach. */
function aReplica() {
  const replica = { asked: 0, failure: null as Error | null };
  const answer = <T>(value: T): Promise<T> => {
    replica.asked += 1;
    return replica.failure
      ? Promise.reject(new UpstreamUnavailableError('health', { cause: replica.failure }))
      : Promise.resolve(value);
  };
  const upstream: Upstream = {
    name: 'health',
    execute: () => answer({ data: { a: 1 } }),
    subscribe: () =>
      answer(
        (async function* () {
          await Promise.resolve();
          yield { data: { a: 1 } };
        })(),
      ),
    forward: () => answer({ status: 202, headers: {}, body: '' }),
    isReady: () => Promise.resolve(replica.failure === null),
    close: () => Promise.resolve(),
  };
  return { replica, upstream };
}

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const cut = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });

it('takes turns between replicas that answer', async () => {
  const [a, b] = [aReplica(), aReplica()];
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog);

  for (let index = 0; index < 10; index += 1) {
    await balanced.execute(query, call);
  }

  expect([a.replica.asked, b.replica.asked]).toEqual([5, 5]);
});

it.each([
  ['refuses the connection', refused],
  ['closes it half-way', cut],
])('repeats a query at another replica when one %s', async (_, failure) => {
  const [a, b] = [aReplica(), aReplica()];
  a.replica.failure = failure;
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog);

  const results = await Promise.all(Array.from({ length: 6 }, () => balanced.execute(query, call)));

  expect(results).toEqual(Array.from({ length: 6 }, () => ({ data: { a: 1 } })));
});

it('repeats a mutation that never left, and no other', async () => {
  const [a, b] = [aReplica(), aReplica()];
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog);
  a.replica.failure = refused;
  b.replica.failure = refused;
  await expect(balanced.execute(mutation, call)).rejects.toThrow(UpstreamUnavailableError);
  const triedBoth = a.replica.asked + b.replica.asked;

  a.replica.failure = cut;
  b.replica.failure = cut;
  await expect(balanced.execute(mutation, call)).rejects.toThrow(UpstreamUnavailableError);

  expect(triedBoth).toBe(2);
  expect(a.replica.asked + b.replica.asked).toBe(3);
});

it('leaves a replica alone for a second after it did not answer, then tries it again', async () => {
  let now = 0;
  const [a, b] = [aReplica(), aReplica()];
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog, () => now);
  a.replica.failure = refused;
  for (let index = 0; index < 4; index += 1) {
    await balanced.execute(query, call);
  }
  const whileAway = a.replica.asked;

  now = 1_001;
  a.replica.failure = null;
  for (let index = 0; index < 4; index += 1) {
    await balanced.execute(query, call);
  }

  expect(whileAway).toBe(1);
  expect(a.replica.asked).toBe(3);
});

it('is ready while one replica is, and fails as unavailable when none answers', async () => {
  const [a, b] = [aReplica(), aReplica()];
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog);
  a.replica.failure = refused;

  expect(await balanced.isReady()).toBe(true);
  b.replica.failure = refused;
  expect(await balanced.isReady()).toBe(false);
  await expect(balanced.forward({} as never, call)).rejects.toThrow(UpstreamUnavailableError);
});

it('starts a subscription at a replica that answers', async () => {
  const [a, b] = [aReplica(), aReplica()];
  a.replica.failure = refused;
  const balanced = createBalancedUpstream([a.upstream, b.upstream], silentLog);

  const events = await balanced.subscribe(query, call);

  expect(await events.next()).toEqual({ done: false, value: { data: { a: 1 } } });
});
