import { render, screen } from '@testing-library/react';
import type { ClausePartFragment } from '#app/gql/graphql.ts';
import { evidenceText, RiskClause } from './risk-clause.tsx';

const owing: ClausePartFragment = {
  kind: 'DELINQUENT',
  value: 19_800,
  threshold: 0,
  currency: 'USD',
  count: 2,
  total: null,
  since: '2026-11-10T00:00:00.000Z',
  evidence: '198.00 USD of 2 payments overdue since 2026-11-10.',
};

test('writes what is overdue in the currency that comes with it, and how many payments that is', () => {
  render(<RiskClause clause={owing} isCritical={false} />);

  expect(screen.queryByText('$198.00')).not.toBeNull();
  expect(screen.queryByText('2 unpaid payments')).not.toBeNull();
  expect(evidenceText(owing)).toMatch(/^\$198\.00 of 2 payments past due since /);
});

test('takes no currency for granted', () => {
  const unknown = { ...owing, currency: null, count: 1 };

  render(<RiskClause clause={unknown} isCritical={false} />);

  expect(screen.queryByText(/198/)).toBeNull();
  expect(screen.queryByText('1 unpaid payment')).not.toBeNull();
  expect(evidenceText(unknown)).toMatch(/^– past due since /);
});
