import { assessBackup } from './assess-backup.ts';

const now = new Date('2026-11-20T09:41:00Z');
const thresholds = { warnHours: 12, criticalHours: 48 };
const installedAt = '2026-08-01T00:00:00.000Z';

it.each([
  ['2026-11-20T00:00:00.000Z', 'OK'],
  ['2026-11-19T21:41:00.000Z', 'WARN'],
  ['2026-11-18T09:41:00.000Z', 'CRITICAL'],
] as const)('judges a backup of %s by its age: %s', (lastBackupAt, state) => {
  expect(assessBackup({ lastBackupAt, isBackupConfigured: true, installedAt }, now, thresholds)).toEqual({
    state,
    warnAt: 12,
    criticalAt: 48,
  });
});

it.each([
  ['is not known where backups are not configured', false, installedAt, 'UNKNOWN'],
  ['is not known on the first day', true, '2026-11-19T09:41:00.000Z', 'UNKNOWN'],
  ['is a warning after the first day', true, '2026-11-19T09:40:59.000Z', 'WARN'],
] as const)('without any backup it %s', (_, isBackupConfigured, installed, state) => {
  const backup = { lastBackupAt: null, isBackupConfigured, installedAt: installed };

  expect(assessBackup(backup, now, thresholds).state).toBe(state);
});
