import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { datasetFolder, describeWithDataset } from '@intendant/kit/testing/datasets';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { SignInFailureEntity } from '../session/sign-in-failure.entity.ts';
import { securityModule } from '../subgraph.ts';

const dayMs = 86_400_000;

interface Refusal {
  account: string;
  occurredAt: Date;
}

/** Refused passwords of a host on the Internet: a few people who mistyped, and strangers who try many names. */
function readRefusals(): Refusal[] {
  const text = gunzipSync(readFileSync(join(datasetFolder('ssh-auth'), 'auth.log.gz'))).toString();
  const line = /^(\w{3}) +(\d+) ([\d:]{8}) .* Failed password for (?:invalid user )?(.*) from/;
  return text.split('\n').flatMap((entry) => {
    const [, month, day, time, account = ''] = line.exec(entry) ?? [];
    // The log names no year; in 2017 its weeks lie behind each other like in any other.
    return month ? [{ account, occurredAt: new Date(`${month} ${day} 2017 ${time}Z`) }] : [];
  });
}

describeWithDataset('ssh-auth')('refused sign-ins of a real log', () => {
  let db: TestDatabase;
  const refusals: Refusal[] = [];

  beforeAll(async () => {
    refusals.push(...readRefusals());
    db = await startTestDatabase([securityModule]);
    await db.em('security').insertMany(
      SignInFailureEntity,
      refusals.map(({ account, occurredAt }, index) => ({
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        email: `${account}@example.com`,
        userId: null,
        reason: 'WRONG_PASSWORD' as const,
        requestId: 'log',
        occurredAt,
      })),
    );
  });
  afterAll(() => db.close());

  it('are counted as counting the lines of the last 24 hours does, on every day of it', async () => {
    const first = Math.min(...refusals.map(({ occurredAt }) => occurredAt.getTime()));
    const last = Math.max(...refusals.map(({ occurredAt }) => occurredAt.getTime()));
    const shown: (object | undefined)[] = [];
    const counted: (object | undefined)[] = [];

    for (let now = first + dayMs / 2; now < last + dayMs; now += dayMs) {
      db.clock.set(new Date(now));
      const { signInFailureSignals } = dataOf<{ signInFailureSignals: object[] }>(
        await db.execute('security', '{ signInFailureSignals { failures accounts } }', {}, aPlatformCaller()),
      );
      shown.push(signInFailureSignals[0]);
      const within = refusals.filter(
        ({ occurredAt }) => occurredAt.getTime() > now - dayMs && occurredAt.getTime() <= now,
      );
      const accounts = new Set(within.map(({ account }) => account)).size;
      counted.push(within.length > 0 ? { failures: within.length, accounts } : undefined);
    }

    expect(refusals).toHaveLength(713);
    expect(shown).toEqual(counted);
  });
});
