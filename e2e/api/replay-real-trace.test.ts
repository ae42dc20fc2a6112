import { jest } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { datasetFolder, describeWithDataset } from '@intendant/kit/testing/datasets';
import { graphql, instances } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { runCommand } from '../support/processes.ts';

jest.setTimeout(180_000);

const identifyingColumns = 4;
/** As many minutes of the eight hours as make some ten thousand invocations. */
const minutes = 2;
const leastExecutions = 10_000;
const EVALUATED_MS = 10_000;
const minuteMs = 60_000;
/** Long enough ago to be over, and far from where the ranked day begins. */
const endedMinutesAgo = 10;

interface Slice {
  /** The invocations of each owner, by the slug of the tenant that stands for it. */
  byOwner: Map<string, number>;
  /** What minute 0 of the trace is mapped to, so that its slice has just ended. */
  start: string;
}

/** The first minutes of the real trace as files of their own. */
function writeSlice(directory: string): Slice {
  const dataset = datasetFolder('azure-functions-2019');
  const [header = '', ...lines] = gunzipSync(readFileSync(join(dataset, 'invocations.csv.gz')))
    .toString()
    .trim()
    .split('\n');
  const cut = (line: string): string[] => line.split(',').slice(0, identifyingColumns + minutes);
  const rows = lines.map(cut).filter((row) => row.slice(identifyingColumns).some((count) => count !== '0'));
  writeFileSync(join(directory, 'invocations.csv'), `${[cut(header), ...rows].join('\n')}\n`);
  copyFileSync(join(dataset, 'durations.csv'), join(directory, 'durations.csv'));

  const byOwner = new Map<string, number>();
  for (const [owner = '', , , , ...counts] of rows) {
    const slug = `azure-${owner.slice(0, 12)}`;
    byOwner.set(
      slug,
      counts.reduce((sum, count) => sum + Number(count), byOwner.get(slug) ?? 0),
    );
  }
  const lastMinute = Number(cut(header).at(-1));
  const thisMinute = Math.floor(Date.now() / minuteMs);
  return { byOwner, start: new Date((thisMinute - endedMinutesAgo - lastMinute) * minuteMs).toISOString() };
}

describeWithDataset('azure-functions-2019')('a real trace', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'intendant-replay-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(instances())(
    'is ranked on the dashboard as adding up its file ranks it, $form',
    async (instance) => {
      const { byOwner, start } = writeSlice(directory);

      const { code, output } = await runCommand({
        script: 'packages/standalone/src/replay.ts',
        args: [directory, '--url', instance.url, '--start', start],
        env: { INTENDANT_API_KEY: instance.adminKey, INTENDANT_DATA_DIR: directory },
      });

      expect({ code, isVerified: output.includes('Verified.') }).toEqual({ code: 0, isVerified: true });
      const added = [...byOwner].map(([slug, value]) => ({ slug, value })).sort((a, b) => b.value - a.value);
      // Tenants are evaluated soon after their events are stored; how soon depends on what else there is to do.
      await eventually(async () => {
        const { data } = await graphql<{ tenantRanking: { slug: string; value: number }[] }>(
          instance,
          '{ tenantRanking(by: EXECUTIONS_24H, first: 100) { slug value } }',
        );
        const ranked = data.tenantRanking.filter(({ slug }) => byOwner.has(slug)).slice(0, 10);
        expect(ranked.map(({ value }) => value)).toEqual(added.slice(0, 10).map(({ value }) => value));
        expect(ranked.map(({ slug, value }) => value === byOwner.get(slug))).not.toContain(false);
      }, EVALUATED_MS);
      expect(added.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(leastExecutions);
    },
  );
});
