import type { HealthContext } from '../context.ts';
import type { RiskThresholds } from './evaluate-risk.ts';

const settingOf = {
  failureRate: 'health.failure-rate-threshold',
  minimumFailures: 'health.failure-count-minimum',
  drift: 'health.drift-threshold',
  credentialFailures: 'health.credential-failure-threshold',
} as const;

/** The settings that hold the thresholds. */
export const riskSettings: readonly string[] = Object.values(settingOf);

/** SQL for what a tenant remembers of the thresholds it was evaluated by; its parameter is them as JSON. */
export const thresholdsHashSql = 'hashtextextended(?, 0)';

/** The thresholds in force. */
export async function riskThresholds({ settings }: Pick<HealthContext, 'settings'>): Promise<RiskThresholds> {
  const [failureRate, minimumFailures, drift, credentialFailures] = await Promise.all([
    settings.get(settingOf.failureRate),
    settings.get(settingOf.minimumFailures),
    settings.get(settingOf.drift),
    settings.get(settingOf.credentialFailures),
  ]);
  return { failureRate, minimumFailures, drift, credentialFailures };
}
