import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql, instances } from '../support/api-client.ts';
import { runCommand } from '../support/processes.ts';

jest.setTimeout(90_000);

const percentiles = [0, 1, 25, 50, 75, 99, 100]
  .map((percentile) => `percentile_Average_${percentile}`)
  .join(',');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intendant-replay-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A trace of two owners and 5,000 invocations that no other run has. */
function writeTrace(): { slug: string } {
  const [one, two] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const rows = [
    ['HashOwner,HashApp,HashFunction,Trigger,1,2,3'],
    [`${one},app,${randomBytes(32).toString('hex')},http,1000,2000,500`],
    [`${two},app,${randomBytes(32).toString('hex')},timer,0,1500,0`],
  ];
  const durations = rows
    .slice(1)
    .map(([row = '']) => `${row.split(',').slice(0, 3).join(',')},5,1,0,9,0,1,2,4,8,16,32`);
  writeFileSync(join(directory, 'invocations.csv'), `${rows.join('\n')}\n`);
  writeFileSync(
    join(directory, 'durations.csv'),
    `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,${percentiles}\n${durations.join('\n')}\n`,
  );
  return { slug: `azure-${one.slice(0, 12)}` };
}

describe.each(instances())('replay, $form', (instance) => {
  const replay = (key = instance.adminKey) =>
    runCommand({
      script: 'packages/standalone/src/replay.ts',
      args: [directory, '--url', instance.url],
      env: { INTENDANT_API_KEY: key, INTENDANT_DATA_DIR: directory },
    });

  it('makes tenants of owners and counts every invocation, once however often it is repeated', async () => {
    const { slug } = writeTrace();

    const first = await replay();
    const second = await replay();

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.output).toContain('Stored 5,000, known before 0: 5,000 together.');
    expect(second.output).toContain('Stored 0, known before 5,000: 5,000 together.');
    expect(second.output).toContain('The API counts 5,000 executions, as many as the trace. Verified.');
    const { data } = await graphql<{ tenantBySlug: { health: object } }>(
      instance,
      `
        query ($slug: String!) {
          tenantBySlug(slug: $slug) {
            health {
              executions(range: D90) {
                executions
                p50DurationMs
              }
            }
          }
        }
      `,
      { slug },
    );
    expect(data.tenantBySlug.health).toMatchObject({ executions: { executions: 3_500 } });
  });

  it('says in one line that a key is refused', async () => {
    writeTrace();

    const { code, output } = await replay('itd_live_nonsense');

    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toMatch(/^The API key is unknown, expired or revoked/);
  });
});
