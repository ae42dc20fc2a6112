import type { HealthContext } from '../context.ts';
import type { RiskThresholds } from './evaluate-risk.ts';

/** The thresholds in force. */
export async function riskThresholds({ settings }: Pick<HealthContext, 'settings'>): Promise<RiskThresholds> {
  const [failureRate, minimumFailures, drift, credentialFailures] = await Promise.all([
    settings.get('health.failure-rate-threshold'),
    settings.get('health.failure-count-minimum'),
    settings.get('health.drift-threshold'),
    settings.get('health.credential-failure-threshold'),
  ]);
  return { failureRate, minimumFailures, drift, credentialFailures };
}
