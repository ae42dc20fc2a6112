import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { render, screen } from '@testing-library/react';
import { serverPage } from '#app/testing/server-page.ts';
import { RefreshButton } from './refresh-button.tsx';

test('refreshes before JavaScript, too: by a link that keeps the chosen time', async () => {
  const Stub = createRemixStub([{ path: '/metrics', Component: RefreshButton }]);
  const page = <Stub initialEntries={['/metrics?window=7d']} />;

  const container = serverPage(page);
  expect(screen.getByRole('link', { name: 'Refresh' })).toHaveAttribute('href', '/metrics?window=7d');
  render(page, { container, hydrate: true });

  expect(await screen.findByRole('button', { name: 'Refresh' })).toBeEnabled();
});
