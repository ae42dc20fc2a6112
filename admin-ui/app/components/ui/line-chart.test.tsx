import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import { LineChart } from './line-chart.tsx';

const emptyText = 'No tenant reported an execution.';

function show(values: readonly number[], previous: readonly number[]) {
  render(
    <LineChart
      points={values.map((value, hour) => ({
        at: new Date(Date.UTC(2026, 10, 20, hour)).toISOString(),
        value,
      }))}
      previous={previous}
      stepSeconds={3600}
      asOf="2026-11-20T12:00:00.000Z"
      names={{ current: 'This week', previous: 'Previous week' }}
      summary="Executions per hour"
      emptyText={emptyText}
    />,
  );
}

test('a chart with nothing to draw says what would fill it', () => {
  show([0, 0, 0], [0, 0, 0]);

  expect(screen.getByText(emptyText)).toBeVisible();
});

test.each([
  ['this period', [0, 3, 0], [0, 0, 0]],
  ['the one before', [0, 0, 0], [0, 2, 0]],
])('a chart with figures of %s is not called empty', (_which, values, previous) => {
  show(values, previous);

  expect(screen.queryByText(emptyText)).toBeNull();
});
