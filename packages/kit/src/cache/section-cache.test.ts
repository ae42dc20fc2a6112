import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { executeSql } from '../database/execute-sql.ts';
import { announceChange } from '../testing/announce-change.ts';
import { notify } from '../pubsub/notify.ts';
import { aPlatformCaller, aTenantCaller } from '../testing/callers.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { cachedSection, type SectionSource } from './section-cache.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
afterAll(() => db.close());

type Source = SectionSource<Context, { run: number }>;

/** A section under a key of its own that says how often it was computed. */
function aSection(overrides: Partial<Source> = {}): Source {
  let runs = 0;
  return {
    key: randomUUID(),
    compute: async ({ em }) => {
      runs += 1;
      const run = runs;
      await executeSql(em, 'select 1');
      return { run };
    },
    freshness: 'current',
    ...overrides,
  };
}

const read = (source: Source, ctx = db.context('notes')): Promise<{ run: number }> =>
  cachedSection(ctx, source);

async function announced(topic: string): Promise<void> {
  const arrived = new Promise<void>((resolve) => {
    const stop = db.pubsub.listen(topic, () => {
      stop();
      resolve();
    });
  });
  await notify(db.em('notes'), topic);
  await arrived;
}

describe('a cached section', () => {
  it('is computed once for all who ask at the same time, and kept', async () => {
    const section = aSection();

    const answers = await Promise.all(Array.from({ length: 20 }, () => read(section)));
    const later = await read(section);

    expect([...answers, later].every(({ run }) => run === 1)).toBe(true);
  });

  it('is computed anew after a change is announced on any of its topics, and not after others', async () => {
    const [one, other, foreign] = [randomUUID(), randomUUID(), randomUUID()];
    const section = aSection({ topic: [one, other] });

    const seen = [(await read(section)).run];
    for (const topic of [foreign, one, other]) {
      await announced(topic);
      seen.push((await read(section)).run);
    }

    expect(seen).toEqual([1, 1, 2, 3]);
  });

  it('is computed anew at once after a change of this very process', async () => {
    const topic = randomUUID();
    const section = aSection({ topic });
    await read(section);

    announceChange(db.pubsub, topic);

    expect(await read(section)).toEqual({ run: 2 });
  });

  it('is not computed again for changes within 200 ms when the reader does not insist', async () => {
    const topic = randomUUID();
    const section = aSection({ topic, freshness: 'recent' });
    await read(section);

    announceChange(db.pubsub, topic);

    expect(await read(section)).toEqual({ run: 1 });
  });

  it('knows a change that was announced while an earlier computation was under way', async () => {
    const topic = randomUUID();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let runs = 0;
    const section: Source = {
      key: randomUUID(),
      topic,
      freshness: 'current',
      compute: async () => {
        const run = (runs += 1);
        await (run === 1 ? held : undefined);
        return { run };
      },
    };
    const first = read(section);

    announceChange(db.pubsub, topic);
    const second = read(section);
    release();

    expect(await Promise.all([first, second])).toEqual([{ run: 1 }, { run: 2 }]);
  });

  it('answers the last value between 30 and 60 seconds while the next is computed, and waits beyond', async () => {
    const section = aSection();
    await read(section);

    db.clock.advance(30_000);
    const fresh = await read(section);
    db.clock.advance(1_000);
    const stale = await read(section);
    while ((await read(section)).run < 2) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    db.clock.advance(61_000);
    const old = await read(section);

    expect([fresh.run, stale.run, old.run]).toEqual([1, 1, 3]);
  });

  it('keeps a value as long as its own maximum age says', async () => {
    const section = aSection({ maximumAgeMs: 1_000 });
    await read(section);

    db.clock.advance(2_001);

    expect(await read(section)).toEqual({ run: 2 });
  });

  it('does not keep a failure', async () => {
    let attempts = 0;
    const section = aSection({
      compute: async () => {
        attempts += 1;
        if (attempts === 1) {
          throw new Error('not now');
        }
        return { run: attempts };
      },
    });

    await expect(read(section)).rejects.toThrow('not now');

    expect(await read(section)).toEqual({ run: 2 });
  });

  it('is never shared between tenants, nor between a tenant and the platform', async () => {
    const section = aSection();
    const callers = [aPlatformCaller(), aTenantCaller(randomUUID()), aTenantCaller(randomUUID())];

    const answers: number[] = [];
    for (const caller of [...callers, ...callers]) {
      answers.push((await read(section, db.context('notes', caller))).run);
    }

    expect(answers).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('is computed without the deadline and the entity manager of whoever asked first', async () => {
    const ctx = db.runtime('notes').contextFor({ caller: aPlatformCaller(), deadline: new Date() });
    const seen: Context[] = [];

    await read(
      aSection({
        compute: async (given) => {
          seen.push(given);
          return { run: 1 };
        },
      }),
      ctx,
    );

    expect(seen[0]?.deadline).toBeNull();
    expect(seen[0]?.em).not.toBe(ctx.em);
  });
});
