import { backupSettings } from './backup/backup.settings.ts';

/** What an administrator may change while the platform runs. */
export const tenantsSettings = { ...backupSettings };

export type TenantsSettings = typeof tenantsSettings;
