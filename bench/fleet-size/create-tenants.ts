import { createApiClient } from '../load/api-client.ts';

const planKeys = ['free', 'pro', 'agency', 'enterprise'] as const;
const atOnce = 4;

/** Tenants over all plans, through the public API. */
export async function createTenants(origin: string, apiKey: string, count: number): Promise<void> {
  const client = createApiClient(origin, apiKey);
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < count; index = next++) {
      const tenantId = await client.createTenant(`bench-${index}`);
      const planKey = planKeys[index % planKeys.length] ?? 'free';
      if (planKey !== 'free') {
        await client.changePlan(tenantId, planKey);
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  await client.close();
}
