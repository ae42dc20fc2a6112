import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAzureTrace, type Trace } from './azure-trace.ts';
import { durationAt, planBatches } from './replay-plan.ts';
import { replayDay } from './replay-window.ts';

const percentiles = [0, 1, 25, 50, 75, 99, 100]
  .map((percentile) => `percentile_Average_${percentile}`)
  .join(',');
const invocations = 'HashOwner,HashApp,HashFunction,Trigger,480,481\na1,b1,c1,http,2,0\na2,b2,c2,timer,1,3\n';
const durations = `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,${percentiles}\na1,b1,c1,1,1,0,9,0,10,20,40,60,100,500\n`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intendant-trace-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function aTrace(files: Record<string, string | Buffer> = {}): Promise<Trace> {
  for (const [name, content] of Object.entries({
    'invocations.csv': invocations,
    'durations.csv': durations,
    ...files,
  })) {
    writeFileSync(join(directory, name), content);
  }
  return readAzureTrace(directory);
}

const dayStart = new Date('2026-11-20T00:00:00.000Z');

function eventsOf(trace: Trace, batchSize: number, skip = 0) {
  return [...planBatches(trace, { dayStart, batchSize, skip })].flatMap(({ body }) => JSON.parse(body));
}

describe('reading a trace', () => {
  test('counts invocations, functions and owners', async () => {
    const trace = await aTrace();

    expect(trace).toMatchObject({ invocations: 6, owners: ['a1', 'a2'], minutes: [480, 481] });
    expect(trace.functions.map((fn) => fn.durations?.[3] ?? null)).toEqual([40, null]);
  });

  test('reads gzipped files alike', async () => {
    const plain = await aTrace();
    rmSync(join(directory, 'invocations.csv'));
    writeFileSync(join(directory, 'invocations.csv.gz'), gzipSync(invocations));

    const zipped = await readAzureTrace(directory);

    expect(zipped).toEqual(plain);
  });

  test.each([
    ['a missing file', { 'invocations.csv': '' }, /holds no data/],
    ['a wrong header', { 'invocations.csv': 'Owner,1\na,1\n' }, /line 1: must be HashOwner/],
    [
      'a count that is no number',
      { 'invocations.csv': invocations.replace('2,0', '2,x') },
      /line 2: needs 2 whole numbers/,
    ],
    ['a short line', { 'invocations.csv': invocations.replace('2,0', '2') }, /line 2: needs 2 whole numbers/],
    [
      'percentiles that fall',
      { 'durations.csv': durations.replace('60,100', '60,50') },
      /line 2: needs percentiles that ascend/,
    ],
  ])('refuses %s', async (_, files, message) => {
    await expect(aTrace(files)).rejects.toThrow(message);
  });
});

describe('planning events', () => {
  test('sends as many executions as the trace has, in the order of time', async () => {
    const events = eventsOf(await aTrace(), 4);

    expect(events).toHaveLength(6);
    expect(events[0]).toMatchObject({
      type: 'execution.finished',
      subject: 'azure-a1',
      time: '2026-11-20T07:59:15.000Z',
      data: { workflow: 'http-c1', environment: 'app-b1', outcome: 'SUCCEEDED' },
    });
    expect(new Set(events.map((event) => event.id)).size).toBe(6);
    expect(events.slice(3).every((event) => event.time >= '2026-11-20T08:00:00.000Z')).toBe(true);
  });

  test('makes the same batches again', async () => {
    const trace = await aTrace();

    expect(eventsOf(trace, 4)).toEqual(eventsOf(trace, 4));
  });

  test('goes on in the middle with exactly what was left', async () => {
    const trace = await aTrace();

    expect(eventsOf(trace, 2, 1)).toEqual(eventsOf(trace, 2).slice(2));
  });
});

test('draws durations between the percentiles', () => {
  const curve = [0, 10, 20, 40, 60, 100, 500];

  const drawn = [0, 0.01, 0.25, 0.375, 0.5, 0.99, 1].map((u) => durationAt(curve, u));

  expect(drawn).toEqual([0, 10, 20, 30, 40, 100, 500]);
});

describe('the day of a replay', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');

  test('is today once its part in the trace is over, otherwise yesterday', () => {
    expect(replayDay([1, 720], now)).toEqual(new Date('2026-11-20T00:00:00.000Z'));
    expect(replayDay([1, 721], now)).toEqual(new Date('2026-11-19T00:00:00.000Z'));
  });

  test('may neither lie in the future nor beyond the retention', () => {
    expect(() => replayDay([1, 720], now, '2026-11-21')).toThrow(/in the future/);
    expect(() => replayDay([1, 720], now, '2026-01-01')).toThrow(/kept for 90 days/);
    expect(() => replayDay([1, 720], now, 'soon')).toThrow(/needs a date/);
  });
});
