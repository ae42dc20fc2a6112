import type { Assessment } from '../generated/resolvers.ts';
import { assess } from '../platform-health/health-state.ts';
import { dayMs, hourMs } from '../rollup/time-window.ts';

export interface LastBackup {
  /** When the last successful backup ended, as an ISO 8601 string. */
  lastBackupAt: string | null;
  isBackupConfigured: boolean;
  /** When the control database was installed, as an ISO 8601 string. */
  installedAt: string;
}

/**
 * How the age of the last backup in hours stands. Where backups are not configured nobody can tell. Where they are and
 * none was ever made, that is a warning once the installation is a day old.
 */
export function assessBackup(
  { lastBackupAt, isBackupConfigured, installedAt }: LastBackup,
  now: Date,
  { warnHours, criticalHours }: { warnHours: number; criticalHours: number },
): Assessment {
  if (lastBackupAt !== null) {
    return assess((now.getTime() - Date.parse(lastBackupAt)) / hourMs, warnHours, criticalHours);
  }
  const isOverdue = isBackupConfigured && now.getTime() - Date.parse(installedAt) > dayMs;
  return { ...assess(null, warnHours, criticalHours), state: isOverdue ? 'WARN' : 'UNKNOWN' };
}
