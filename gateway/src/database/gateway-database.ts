import { initOrm } from '@intendant/kit/database/orm';
import type { Log } from '@intendant/kit/log';
import { registerSettings } from '@intendant/kit/settings/register-settings';
import { createSettings } from '@intendant/kit/settings/settings';
import { createSettingsReader } from '@intendant/kit/settings/settings-reader';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import {
  defaultLimits,
  gatewaySettings,
  limitsFromSettings,
  type Limits,
  type LimitsSource,
} from '../limits/limits.ts';
import { createTokenStore, type TokenStore } from '../limits/token-store.ts';
import { gatewayModule } from './gateway-module.ts';

/** What the gateway keeps in the control database. */
export interface GatewayDatabase {
  readonly tokens: TokenStore;
  readonly limits: LimitsSource;
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface GatewayDatabaseOptions {
  /** The connection string of the gateway's role. */
  url: string;
  pubsub: PubSub;
  log: Log;
  /** What the limits are until an administrator changes them. */
  defaults?: Partial<Limits>;
}

const connections = 4;
// A rate limit that takes longer to look up than this protects nobody.
const statementTimeoutMs = 2_000;

/** Connects with the gateway's own role. The schema must be installed (`gatewayModule`). */
export async function openGatewayDatabase(options: GatewayDatabaseOptions): Promise<GatewayDatabase> {
  const { url, pubsub, log } = options;
  const orm = await initOrm(gatewayModule, { url, log, poolSize: connections, statementTimeoutMs });
  const defaults = { ...defaultLimits, ...options.defaults };
  const definitions = gatewaySettings(defaults);
  const settingsReader = createSettingsReader(url);
  const settings = createSettings(definitions, { reader: settingsReader, pubsub, log });
  await registerSettings(gatewayModule.name, definitions, { em: orm.em, pubsub, log });
  return {
    tokens: createTokenStore(orm.em.fork()),
    limits: limitsFromSettings(settings, defaults),
    isReady: async () => (await orm.checkConnection()).ok,
    async close() {
      await settingsReader.close();
      await orm.close(true);
    },
  };
}
