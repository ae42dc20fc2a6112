import '@testing-library/jest-dom';
import { useLocation } from '@remix-run/react';
import { createRemixStub } from '@remix-run/testing';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import '#app/testing/quiet-router.ts';
import { readListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { ListToolbar } from './list-toolbar.tsx';

const spec: ListSpec<'LATEST'> = {
  path: '/payments',
  pageSize: 25,
  defaultSort: 'LATEST',
  sorts: { LATEST: 'DESC' },
  filters: [
    {
      name: 'state',
      label: 'Payment is',
      isSingle: true,
      options: [
        { value: 'overdue', label: 'Overdue' },
        { value: 'paid', label: 'Paid after all' },
      ],
    },
    { name: 'status', label: 'Status is', options: [{ value: 'open', label: 'Open' }] },
    { name: 'risk', label: 'With', isSingle: true, options: [{ value: 'true', label: 'At risk' }] },
  ],
};

function Page() {
  const { search } = useLocation();
  const list = readListAddress(spec, new URLSearchParams(search));
  return (
    <>
      <p data-testid="search">{search}</p>
      <ListToolbar spec={spec} list={list} label="Payments" placeholder="Tenant" />
    </>
  );
}

async function renderAt(address: string) {
  const Stub = createRemixStub([{ path: '/payments', Component: Page }]);
  render(<Stub initialEntries={[address]} />);
  await userEvent.click(await screen.findByText('Add filter'));
}

const apply = () => userEvent.click(screen.getByRole('button', { name: 'Apply filters' }));

test('another choice takes the place of the one in force', async () => {
  await renderAt('/payments?state=overdue');

  await userEvent.click(screen.getByRole('radio', { name: 'Paid after all' }));
  await apply();

  expect(screen.getByTestId('search')).toHaveTextContent(/^\?state=paid$/);
  expect(screen.getByRole('link', { name: 'Remove filter Payment is Paid after all' })).toBeInTheDocument();
});

test('"Any" takes the condition away, and leaves no trace in the address', async () => {
  await renderAt('/payments?state=overdue&status=open');

  await userEvent.click(screen.getByRole('radio', { name: 'Any' }));
  await apply();

  expect(screen.getByTestId('search')).toHaveTextContent(/^\?status=open$/);
});

test('the arrow keys move the choice', async () => {
  await renderAt('/payments');

  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}');

  expect(screen.getByRole('radio', { name: 'Overdue' })).toBeChecked();
  expect(screen.getByRole('radio', { name: 'Any' })).not.toBeChecked();
});

test('several at once, and one asked for or not, are checkboxes', async () => {
  await renderAt('/payments');

  await userEvent.click(screen.getByRole('checkbox', { name: 'Open' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'At risk' }));
  await apply();

  expect(screen.getByTestId('search')).toHaveTextContent(/^\?status=open&risk=true$/);
});

test('what was typed before the page became interactive is searched for, and stays in the field', async () => {
  const Stub = createRemixStub([{ path: '/payments', Component: Page }]);
  const served = render(<Stub initialEntries={['/payments?status=open']} />).container.innerHTML;
  cleanup();
  const container = document.createElement('div');
  container.innerHTML = served;
  document.body.append(container);
  screen.getByRole<HTMLInputElement>('searchbox').value = 'elbe';

  render(<Stub initialEntries={['/payments?status=open']} />, { container, hydrate: true });

  await waitFor(() => expect(screen.getByTestId('search')).toHaveTextContent(/^\?q=elbe&status=open$/));
  expect(screen.getByRole('searchbox')).toHaveValue('elbe');
  container.remove();
});

test('what a browser without JavaScript sends is read as one choice', async () => {
  await renderAt('/payments?state=overdue');

  await userEvent.click(screen.getByRole('radio', { name: 'Paid after all' }));
  const sent = [...new FormData(screen.getByRole<HTMLFormElement>('search'))].map(
    ([name, value]) => [name, String(value)] as [string, string],
  );

  expect(sent.filter(([name]) => name === 'state')).toEqual([['state', 'paid']]);
  expect(readListAddress(spec, new URLSearchParams(sent)).chosen).toEqual({
    state: ['paid'],
    status: [],
    risk: [],
  });
});
