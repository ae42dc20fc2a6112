/** What the at-risk rule goes by. */
export interface RiskInputs {
  executions24h: number;
  failures24h: number;
  drift7d: number;
  credentialFailures7d: number;
  isDelinquent: boolean;
  delinquentSince: string | null;
  overdueCents: number;
  overduePayments: number;
  currency: string;
}

export interface RiskThresholds {
  /** 0 to 1. */
  failureRate: number;
  minimumFailures: number;
  drift: number;
  credentialFailures: number;
}

/** Names that make the evidence concrete: what fails most, the latest or most frequent first. */
export interface RiskEvidence {
  errors: readonly { workflow: string; code: string; count: number }[];
  environments: readonly string[];
  credentials: readonly { credential: string; message: string | null }[];
}

export const noEvidence: RiskEvidence = { errors: [], environments: [], credentials: [] };

export type RiskClauseKind = 'FAILURE_RATE' | 'DRIFT' | 'CREDENTIAL_FAILURES' | 'DELINQUENT';

export interface RiskClause {
  kind: RiskClauseKind;
  value: number;
  threshold: number;
  /** Of the value when it is an amount of money. */
  currency: string | null;
  count: number;
  total: number | null;
  /** ISO 8601; since when it has fired without a break. */
  since: string | null;
  evidence: string;
}

export type RiskState = 'OK' | 'WARN' | 'CRITICAL';

export interface Risk {
  isAtRisk: boolean;
  state: RiskState;
  /** The worst first. */
  clauses: RiskClause[];
  /** Sorts tenants by severity: state, then number of clauses, then how far beyond the thresholds. */
  score: number;
}

/**
 * The at-risk rule (docs/glossary.md, "At risk"): any of a failure rate over 24 h at its threshold with enough failures,
 * drift or credential failures within 7 days at theirs, or delinquency. Two clauses, or one at twice its threshold,
 * are CRITICAL. A clause that fired in `previous` keeps its `since`. Pure: the same inputs give the same verdict.
 */
export function evaluateRisk(
  inputs: RiskInputs,
  thresholds: RiskThresholds,
  evidence: RiskEvidence,
  previous: readonly RiskClause[],
  now: Date,
): Risk {
  const fired = firedClauses(inputs, thresholds, evidence).map(({ excess, ...clause }) => {
    const before = previous.find(({ kind }) => kind === clause.kind);
    const since =
      clause.kind === 'DELINQUENT' && inputs.delinquentSince !== null
        ? inputs.delinquentSince
        : (before?.since ?? now.toISOString());
    return { excess, clause: { ...clause, since } };
  });
  fired.sort((a, b) => b.excess - a.excess);
  const worst = fired[0]?.excess ?? 0;
  const state: RiskState = fired.length === 0 ? 'OK' : fired.length >= 2 || worst >= 2 ? 'CRITICAL' : 'WARN';
  return {
    isAtRisk: fired.length > 0,
    state,
    clauses: fired.map(({ clause }) => clause),
    score: { OK: 0, WARN: 1, CRITICAL: 2 }[state] * 1e6 + fired.length * 1e5 + Math.min(worst, 99_999),
  };
}

type Fired = Omit<RiskClause, 'since'> & {
  /** How often the threshold is reached; 1 is just reached. Delinquency has none, so it counts as just reached. */
  excess: number;
};

function firedClauses(inputs: RiskInputs, thresholds: RiskThresholds, evidence: RiskEvidence): Fired[] {
  const clauses: Fired[] = [];
  const { executions24h, failures24h, drift7d, credentialFailures7d } = inputs;
  const failureRate = executions24h === 0 ? 0 : failures24h / executions24h;
  if (failures24h >= thresholds.minimumFailures && failureRate >= thresholds.failureRate) {
    clauses.push({
      kind: 'FAILURE_RATE',
      value: failureRate,
      threshold: thresholds.failureRate,
      currency: null,
      count: failures24h,
      total: executions24h,
      evidence: failureSentence(inputs, evidence),
      excess: failureRate / thresholds.failureRate,
    });
  }
  if (drift7d >= thresholds.drift) {
    const where = list(evidence.environments);
    clauses.push({
      kind: 'DRIFT',
      value: drift7d,
      threshold: thresholds.drift,
      currency: null,
      count: drift7d,
      total: null,
      evidence: `Drift was detected ${times(drift7d)} in 7 days${where && `, last on ${where}`}.`,
      excess: drift7d / thresholds.drift,
    });
  }
  if (credentialFailures7d >= thresholds.credentialFailures) {
    clauses.push({
      kind: 'CREDENTIAL_FAILURES',
      value: credentialFailures7d,
      threshold: thresholds.credentialFailures,
      currency: null,
      count: credentialFailures7d,
      total: null,
      evidence: credentialSentence(credentialFailures7d, evidence),
      excess: credentialFailures7d / thresholds.credentialFailures,
    });
  }
  if (inputs.isDelinquent) {
    clauses.push({
      kind: 'DELINQUENT',
      value: inputs.overdueCents,
      threshold: 0,
      currency: inputs.currency,
      count: inputs.overduePayments,
      total: null,
      evidence: delinquencySentence(inputs),
      excess: 1,
    });
  }
  return clauses;
}

function failureSentence({ executions24h, failures24h }: RiskInputs, { errors }: RiskEvidence): string {
  const worst = errors[0];
  const most = worst ? `, most often ${worst.workflow} with ${worst.code} (${times(worst.count)})` : '';
  return `${failures24h} of ${executions24h} executions failed within 24 hours${most}.`;
}

function credentialSentence(failures: number, { credentials }: RiskEvidence): string {
  const [worst] = credentials;
  const names = list(credentials.map(({ credential }) => credential));
  const message = worst?.message ? `: ${shorten(worst.message)}` : '';
  return names
    ? `${names} failed ${times(failures)} in 7 days${message}.`
    : `Credentials failed ${times(failures)} in 7 days.`;
}

function delinquencySentence(inputs: RiskInputs): string {
  const { overdueCents, overduePayments, currency, delinquentSince } = inputs;
  const of = overduePayments > 1 ? ` of ${overduePayments} payments` : '';
  const since = delinquentSince === null ? '' : ` since ${delinquentSince.slice(0, 10)}`;
  return `${(overdueCents / 100).toFixed(2)} ${currency}${of} overdue${since}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(shorten);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function shorten(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return (line.length > 120 ? `${line.slice(0, 119)}…` : line).replace(/\.$/, '');
}
