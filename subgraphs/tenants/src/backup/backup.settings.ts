import { setting } from '@intendant/kit/settings/settings';
import { z } from 'zod';

export const backupSettings = {
  'tenants.backup-keep-count': setting(
    z.number().int().min(1).max(10_000),
    14,
    'How many backups of the control database are kept; older ones are removed after each backup.',
    { unit: 'count' },
  ),
  'tenants.backup-keep-days': setting(
    z.number().int().min(1).max(3_650),
    30,
    'After how many days a backup of the control database is removed; the newest is kept however old it is.',
    { unit: 'd' },
  ),
};
