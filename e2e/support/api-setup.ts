import { startDistributed } from './distributed.ts';
import { startStandalone, type InstanceAddress, type RunningInstance } from './instances.ts';
import { testServer } from './test-server.ts';

/** The environment variable by which the test files learn where the instances are. */
export const instancesVariable = 'INTENDANT_API_INSTANCES';

/** Starts Intendant in both forms for the whole run; `INTENDANT_API_FORMS` names one to start only that. */
export default async function setUp(): Promise<void> {
  const forms = (process.env['INTENDANT_API_FORMS'] ?? 'standalone,distributed').split(',');
  await testServer.start();
  const instances = await Promise.all(
    forms.map((form) => (form === 'distributed' ? startDistributed() : startStandalone())),
  );
  Object.assign(globalThis, { intendantInstances: instances });
  const addresses: InstanceAddress[] = instances.map(({ form, url, owner, adminKey, subgraphs }) => ({
    form,
    url,
    owner,
    adminKey,
    subgraphs,
  }));
  process.env[instancesVariable] = JSON.stringify(addresses);
}

export async function tearDown(): Promise<void> {
  const { intendantInstances = [] } = globalThis as { intendantInstances?: RunningInstance[] };
  await Promise.all(intendantInstances.map((instance) => instance.stop()));
  await testServer.stop();
}
