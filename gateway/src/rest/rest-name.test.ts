import { restName } from './rest-name.ts';

describe('names of REST', () => {
  it.each([
    ['p95LatencyMs1h', 'p95_latency_ms_1h'],
    ['executions24h', 'executions_24h'],
    ['withDrift7d', 'with_drift_7d'],
    ['atRisk', 'at_risk'],
    ['oldest_job_age_sec', 'oldest_job_age_sec'],
    ['id', 'id'],
  ])('writes %s as %s', (name, expected) => {
    expect(restName(name)).toBe(expected);
  });
});
