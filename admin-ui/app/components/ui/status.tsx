import type { ReactNode } from 'react';

export type State = 'ok' | 'warn' | 'critical' | 'info' | 'neutral';

export const stateWords: Record<State, string> = {
  ok: 'OK',
  warn: 'Warn',
  critical: 'Critical',
  info: 'Information',
  neutral: 'No data',
};

/** The shape that goes with every status word: status is never colour alone. */
export function StatusShape({ state }: { state: State }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

const shapes: Record<State, ReactNode> = {
  ok: (
    <g fill="none" stroke="currentColor">
      <circle cx="7" cy="7" r="5.6" strokeWidth="1.4" />
      <path d="M4.5 7.2 6.3 9l3.3-3.8" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </g>
  ),
  warn: (
    <>
      <path d="M7 1.1 13.4 12.4H.6z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M7 5v3.4" stroke="var(--warn-bg)" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="7" cy="10.5" r=".9" fill="var(--warn-bg)" />
    </>
  ),
  critical: (
    <>
      <path d="M4.3.6h5.4l3.7 3.7v5.4l-3.7 3.7H4.3L.6 9.7V4.3z" fill="currentColor" />
      <path
        d="M4.9 4.9l4.2 4.2M9.1 4.9 4.9 9.1"
        stroke="var(--shape-mark, var(--surface))"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
  info: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="3" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M7 6.4v3.6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="7" cy="4.1" r=".9" fill="currentColor" />
    </>
  ),
  neutral: (
    <circle
      cx="7"
      cy="7"
      r="5.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2.2 2"
    />
  ),
};

/** Shape and word as running text, without a box. */
export function Status({
  state,
  children,
  isWordHidden,
}: {
  state: State;
  children?: ReactNode;
  isWordHidden?: boolean;
}) {
  const word = children ?? stateWords[state];
  return (
    <span className={`status ${state}`}>
      <StatusShape state={state} />
      {isWordHidden ? <span className="sr-only">{word}</span> : word}
    </span>
  );
}

/** OK whispers, Critical speaks: at most one solid badge in a row. */
export function Badge({ state, children }: { state: State; children?: ReactNode }) {
  return (
    <span className={`badge ${state}`}>
      {state === 'neutral' ? null : <StatusShape state={state} />}
      {children ?? stateWords[state]}
    </span>
  );
}
