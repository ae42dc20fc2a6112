import type { ReactNode } from 'react';
import { Badge, type State } from './status.tsx';

/** How a figure stands and the lines it must not cross, as the API answers it. */
export type Assessed = {
  state: 'OK' | 'WARN' | 'CRITICAL' | 'UNKNOWN';
  warnAt?: number | null;
  criticalAt?: number | null;
};

export const stateOf: Record<Assessed['state'], State> = {
  OK: 'ok',
  WARN: 'warn',
  CRITICAL: 'critical',
  UNKNOWN: 'neutral',
};

/** Whether a state is beyond a limit; without data there is nothing to say. */
export function isBeyond(state: Assessed['state']): boolean {
  return state === 'WARN' || state === 'CRITICAL';
}

const order = ['UNKNOWN', 'OK', 'WARN', 'CRITICAL'] as const;

/** The worst of several; what has no data is better than nothing else only. */
export function worstState(states: readonly Assessed['state'][]): Assessed['state'] {
  return order.findLast((state) => states.includes(state)) ?? 'UNKNOWN';
}

/** The state of a figure as its badge, with a word of its own or the state's. */
export function AssessmentBadge({
  assessment,
  children,
}: {
  assessment: Pick<Assessed, 'state'>;
  children?: ReactNode;
}) {
  return <Badge state={stateOf[assessment.state]}>{children}</Badge>;
}

type Preposition = 'at' | 'below';

/** The lines beside a figure: `Warn at 10%, critical at 20%`; null when there is none. */
export function thresholdText(
  { warnAt, criticalAt }: Pick<Assessed, 'warnAt' | 'criticalAt'>,
  format: (value: number) => string,
  preposition: Preposition = 'at',
): string | null {
  const parts = [
    warnAt === null || warnAt === undefined ? null : `warn ${preposition} ${format(warnAt)}`,
    criticalAt === null || criticalAt === undefined ? null : `critical ${preposition} ${format(criticalAt)}`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

type ThresholdLineProps = {
  assessment: Assessed;
  format: (value: number) => string;
  /** `below` for a figure that must not fall. */
  preposition?: Preposition;
};

/** The line a figure must not cross, beside the figure. */
export function ThresholdLine({ assessment, format, preposition }: ThresholdLineProps) {
  const text = thresholdText(assessment, format, preposition);
  return text === null ? null : <span className="label">{text}</span>;
}

/** A value among others, in the colour of its state when it is beyond its line. The word is said, not only shown. */
export function AssessedValue({ assessment, children }: { assessment: Assessed; children: ReactNode }) {
  if (!isBeyond(assessment.state)) return children;
  const isCritical = assessment.state === 'CRITICAL';
  return (
    <span className={isCritical ? 'text-critical' : 'text-warn'}>
      {children}
      <span className="sr-only">, {isCritical ? 'critical' : 'warn'}</span>
    </span>
  );
}
