import { evaluateRisk, noEvidence, type RiskInputs } from './evaluate-risk.ts';

const thresholds = { failureRate: 0.1, minimumFailures: 20, drift: 3, credentialFailures: 5 };
const now = new Date('2026-11-20T09:41:00Z');

function inputs(overrides: Partial<RiskInputs> = {}): RiskInputs {
  return {
    executions24h: 0,
    failures24h: 0,
    drift7d: 0,
    credentialFailures7d: 0,
    isDelinquent: false,
    delinquentSince: null,
    overdueCents: 0,
    overduePayments: 0,
    currency: 'EUR',
    ...overrides,
  };
}

function evaluate(overrides: Partial<RiskInputs>): ReturnType<typeof evaluateRisk> {
  return evaluateRisk(inputs(overrides), thresholds, noEvidence, [], now);
}

it.each([
  ['19 failures of 100', { executions24h: 100, failures24h: 19 }, []],
  ['20 failures of 201', { executions24h: 201, failures24h: 20 }, []],
  ['20 failures of 200', { executions24h: 200, failures24h: 20 }, ['FAILURE_RATE']],
  ['drift twice', { drift7d: 2 }, []],
  ['drift three times', { drift7d: 3 }, ['DRIFT']],
  ['4 credential failures', { credentialFailures7d: 4 }, []],
  ['5 credential failures', { credentialFailures7d: 5 }, ['CREDENTIAL_FAILURES']],
  ['delinquency', { isDelinquent: true, overdueCents: 4900 }, ['DELINQUENT']],
])('judges %s', (_, overrides, kinds) => {
  const risk = evaluate(overrides);

  expect(risk.clauses.map(({ kind }) => kind)).toEqual(kinds);
  expect(risk.isAtRisk).toBe(kinds.length > 0);
});

it('is critical when two clauses fire or one reaches twice its threshold', () => {
  expect(evaluate({ drift7d: 3 }).state).toBe('WARN');
  expect(evaluate({ drift7d: 6 }).state).toBe('CRITICAL');
  expect(evaluate({ drift7d: 3, credentialFailures7d: 5 }).state).toBe('CRITICAL');
  expect(evaluate({ isDelinquent: true, overdueCents: 1e9 }).state).toBe('WARN');
});

it('puts the worst clause first and the worst tenant before others', () => {
  const risk = evaluate({ drift7d: 3, credentialFailures7d: 50, isDelinquent: true });

  expect(risk.clauses[0]?.kind).toBe('CREDENTIAL_FAILURES');
  expect(risk.score).toBeGreaterThan(evaluate({ drift7d: 30, isDelinquent: true }).score);
  expect(evaluate({ drift7d: 6 }).score).toBeGreaterThan(evaluate({ drift7d: 5 }).score);
});

it('keeps since when a clause still fires, and starts anew when it had stopped', () => {
  const before = evaluate({ drift7d: 3 }).clauses;
  const later = new Date('2026-11-20T10:00:00Z');
  const both = { drift7d: 4, credentialFailures7d: 5 };

  const risk = evaluateRisk(inputs(both), thresholds, noEvidence, before, later);

  expect(Object.fromEntries(risk.clauses.map(({ kind, since }) => [kind, since]))).toEqual({
    DRIFT: '2026-11-20T09:41:00.000Z',
    CREDENTIAL_FAILURES: '2026-11-20T10:00:00.000Z',
  });
});

it('counts the payments that are overdue, and says in which currency the amount is', () => {
  const owing = { isDelinquent: true, overdueCents: 14_700, currency: 'USD' };

  expect(evaluate({ ...owing, overduePayments: 3, drift7d: 3 }).clauses).toMatchObject([
    { kind: 'DRIFT', currency: null },
    { kind: 'DELINQUENT', value: 14_700, currency: 'USD', count: 3 },
  ]);
  expect(evaluate({ ...owing, overduePayments: 3 }).clauses[0]?.evidence).toBe(
    '147.00 USD of 3 payments overdue.',
  );
});

it('names the evidence in one sentence', () => {
  const all = inputs({
    executions24h: 100,
    failures24h: 40,
    drift7d: 3,
    credentialFailures7d: 6,
    isDelinquent: true,
    delinquentSince: '2026-11-10T00:00:00.000Z',
    overdueCents: 4900,
    overduePayments: 1,
  });
  const evidence = {
    errors: [{ workflow: 'sync', code: 'TIMEOUT', count: 31 }],
    environments: ['production', 'staging'],
    credentials: [{ credential: 'stripe', message: 'token expired.' }],
  };

  const risk = evaluateRisk(all, thresholds, evidence, [], now);

  expect(risk.clauses.map((clause) => clause.evidence)).toEqual([
    '40 of 100 executions failed within 24 hours, most often sync with TIMEOUT (31 times).',
    'stripe failed 6 times in 7 days: token expired.',
    'Drift was detected 3 times in 7 days, last on production, staging.',
    '49.00 EUR overdue since 2026-11-10.',
  ]);
});
