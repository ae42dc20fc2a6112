import { auditServer } from 'graphql-http';
import { startStandalone, type RunningInstance } from '../support/instances.ts';
import { freePorts, runCommand, startService, waitUntilReady, type Service } from '../support/processes.ts';

/** What a server of GraphQL over HTTP must, should and may do, as the audits of `graphql-http` read it. */
async function audit(url: string, apiKey: string | null): Promise<{ failed: string[]; count: number }> {
  const fetchFn = (address: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (apiKey !== null) {
      headers.set('authorization', `Bearer ${apiKey}`);
    }
    return fetch(address, { ...init, headers });
  };
  const results = await auditServer({ url: `${url}/graphql`, fetchFn });
  return {
    failed: results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`),
    count: results.length,
  };
}

describe('Intendant, where clients may read its schema', () => {
  let instance: RunningInstance;

  beforeAll(async () => {
    // Some of the audits ask for types of the schema.
    instance = await startStandalone({ isIntrospectionAllowed: true });
  }, 200_000);

  afterAll(() => instance.stop());

  it.each([
    ['nobody', () => null],
    ['an API key', () => instance.adminKey],
  ])('passes every audit of GraphQL over HTTP for %s', async (_, key) => {
    expect(await audit(instance.url, key())).toEqual({ failed: [], count: 61 });
  });
});

describe('the gateway alone, on a supergraph', () => {
  const script = 'gateway/src/serve-supergraph.ts';
  const args = ['--supergraph', 'schema/supergraph.graphql', '--identity', 'none'];
  let service: Service;
  let url: string;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    service = startService({ script, args: [...args, '--port', String(port)] });
    await waitUntilReady(`${url}/healthz`, service);
  }, 200_000);

  afterAll(() => service.stop());

  it('passes every audit of GraphQL over HTTP', async () => {
    expect(await audit(url, null)).toEqual({ failed: [], count: 61 });
  });

  it('says that nobody is authenticated', () => {
    expect(service.output()).toMatch(/IDENTITY NONE/);
    expect(service.output()).toMatch(/Serving http:.* without identities/);
  });

  it('does not start with NODE_ENV=production', async () => {
    const { code, output } = await runCommand({
      script,
      args: [...args, '--port', '0'],
      env: { NODE_ENV: 'production' },
    });

    expect(code).not.toBe(0);
    expect(output.trim()).toMatch(/^.*does not start with NODE_ENV=production\.$/);
  });
});
