import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@intendant/security/api-key/create-api-key';
import type { SecurityContext } from '@intendant/security/context';
import type { Platform } from '../instance/platform.ts';
import { demoCaller } from './perform-action.ts';

export const driverKeyName = 'Demo driver';

/** The API key the demo driver sends with: kept in the data directory, since only its hash is in the database. */
export interface DriverKey {
  get(): Promise<string>;
  /** The key is refused; the next `get` makes a new one. */
  forget(): void;
}

export function openDriverKey(platform: Platform, dataDir: string): DriverKey {
  const file = join(dataDir, 'demo-driver.key');
  return {
    async get() {
      try {
        return readFileSync(file, 'utf8').trim();
      } catch {
        const context = platform.runtime('security').contextFor({ caller: demoCaller }) as SecurityContext;
        const { secret } = await createApiKey(context, { name: driverKeyName, scopes: ['events:write'] });
        writeFileSync(file, `${secret}\n`, { mode: 0o600 });
        return secret;
      }
    },
    forget: () => rmSync(file, { force: true }),
  };
}
