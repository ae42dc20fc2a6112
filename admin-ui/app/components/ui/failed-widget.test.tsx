import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { screen, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import '#app/testing/quiet-router.ts';
import { FailedWidget } from './failed-widget.tsx';

const address = '/platform/tenants/t1?tab=failures&range=7d&status=ACTIVE&status=SUSPENDED';

function renderFailed() {
  let loads = 0;
  const Stub = createRemixStub([
    {
      path: '/platform/tenants/:tenantId',
      loader: () => ({ loads: (loads += 1) }),
      Component: () => <FailedWidget title="Failures" source="Health" />,
    },
  ]);
  render(<Stub initialEntries={[address]} />);
  return () => loads;
}

test('before the page is interactive the retry asks for the same address', async () => {
  renderFailed();

  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Try again' });
  const sent = [...new FormData(button.form ?? undefined)].map(([name, value]) => `${name}=${String(value)}`);

  expect(button.form).toHaveAttribute('method', 'get');
  expect(button.form).not.toHaveAttribute('action');
  expect(`/platform/tenants/t1?${sent.join('&')}`).toBe(address);
});

test('afterwards it loads the page again and stays where it is', async () => {
  const loads = renderFailed();

  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
  expect(loads()).toBe(2);
});
