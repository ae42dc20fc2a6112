import type { ReactNode } from 'react';

type EmptyStateProps = {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  hasStaff?: boolean;
  as?: 'h1' | 'h2' | 'h3';
};

/** What is missing, why, and the one way forward. The empty staff is for a place nothing was ever written to. */
export function EmptyState({ title, children, actions, hasStaff, as: Heading = 'h2' }: EmptyStateProps) {
  return (
    <div className="empty">
      {hasStaff ? (
        <svg className="staff" viewBox="0 0 220 22" aria-hidden="true">
          <path d="M0 1h220M0 6h220M0 11h220M0 16h220M0 21h220" stroke="currentColor" />
        </svg>
      ) : null}
      <Heading>{title}</Heading>
      <p>{children}</p>
      {actions === undefined ? null : <div className="mt-1.5 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
