import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import { NowProvider } from '#app/lib/now.tsx';
import { LiveIndicator } from './live-indicator.tsx';

const before = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

function show(state: 'connecting' | 'live' | 'reconnecting' | 'stale', asOf: string) {
  return render(
    <NowProvider now={Date.now()}>
      <LiveIndicator status={{ state, attempt: 3 }} asOf={asOf} />
    </NowProvider>,
  );
}

test('says how old live figures are', () => {
  show('live', before(2));

  expect(screen.getByText(/^Live/)).toHaveTextContent('Live · updated 2 s ago');
});

test('never lets old figures look live', () => {
  show('stale', before(48));

  expect(screen.getByText('Stale, last update 48 s ago')).toBeVisible();
});

test('counts the tries of a lost connection', () => {
  show('reconnecting', before(5));

  expect(screen.getByText('Reconnecting, try 3')).toBeVisible();
});

test('gives the time of the figures before there is a connection', () => {
  show('connecting', '2026-11-20T09:42:16.000Z');

  expect(screen.getByText('As of 09:42 UTC')).toBeVisible();
});
