import pg from 'pg';
import { initOrm } from '@intendant/kit/database/orm';
import { roleUrl } from '@intendant/kit/database/role-url';
import { systemClock } from '@intendant/kit/clock';
import { silentLog } from '@intendant/kit/log';
import { createPubSub } from '@intendant/kit/pubsub/pubsub';
import { createSettings } from '@intendant/kit/settings/settings';
import { createSettingsReader } from '@intendant/kit/settings/settings-reader';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { cloneDatabase, testSecretKey } from '@intendant/kit/testing/template-database';
import { testServerUrl } from '@intendant/kit/testing/test-server';
import { defaultLimits, gatewaySettings } from '../limits/limits.ts';
import { openGatewayDatabase } from './gateway-database.ts';
import { gatewayModule } from './gateway-module.ts';

describe("the gateway's database", () => {
  it('takes limits from the settings as soon as an administrator changes one', async () => {
    const database = await cloneDatabase(await testServerUrl(), [gatewayModule]);
    const url = roleUrl(database.adminUrl, testSecretKey, 'gateway', database.rolePrefix);
    const pubsub = createPubSub(url, silentLog);
    await pubsub.ready();
    const gateway = await openGatewayDatabase({ url, pubsub, log: silentLog, defaults: { depth: 9 } });
    const orm = await initOrm(gatewayModule, { url });
    const reader = createSettingsReader(url);
    const settings = createSettings(gatewaySettings(), { reader, pubsub, log: silentLog });
    const before = await gateway.limits.current();

    const ctx = { caller: aPlatformCaller(), clock: systemClock, requestId: 'r' };
    await orm.em.fork().transactional((em) => settings.set(em, ctx, 'gateway.operation-timeout-ms', 1_234));
    let after = before;
    for (let attempt = 0; attempt < 50 && after.operationTimeoutMs !== 1_234; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      after = await gateway.limits.current();
    }
    await Promise.all([gateway.close(), reader.close(), orm.close(true), pubsub.close()]);
    await database.drop();

    expect(before).toEqual({ ...defaultLimits, depth: 9 });
    expect(after).toEqual({ ...defaultLimits, depth: 9, operationTimeoutMs: 1_234 });
  });

  it('shows its settings on the settings page, with the defaults this gateway was started with', async () => {
    const database = await cloneDatabase(await testServerUrl(), [gatewayModule]);
    const url = roleUrl(database.adminUrl, testSecretKey, 'gateway', database.rolePrefix);
    const pubsub = createPubSub(url, silentLog);

    const gateway = await openGatewayDatabase({ url, pubsub, log: silentLog, defaults: { depth: 9 } });
    await Promise.all([gateway.close(), pubsub.close()]);
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    const { rows } = await client.query(
      `select key, unit, default_value from platform.setting_definition where module = 'gateway' order by key`,
    );
    await client.end();
    await database.drop();

    expect(rows).toHaveLength(Object.keys(gatewaySettings()).length);
    expect(rows).toContainEqual({ key: 'gateway.depth', unit: 'count', default_value: 9 });
    expect(rows).toContainEqual({
      key: 'gateway.operation-timeout-ms',
      unit: 'ms',
      default_value: defaultLimits.operationTimeoutMs,
    });
  });
});
