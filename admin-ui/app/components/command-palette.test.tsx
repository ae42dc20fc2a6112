import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import '#app/testing/quiet-router.ts';
import { roles } from '#app/testing/fake-gateway.ts';
import { CommandPalette } from './command-palette.tsx';
import type { PaletteAnswer } from './palette-entries.ts';

const caller = { id: 'u1', name: 'Mara', email: null, role: 'ADMIN', permissions: roles.admin };
const tenants = ['Elbe', 'Elster'].map((name) => ({
  id: name,
  name,
  slug: name.toLowerCase(),
  status: 'ACTIVE',
  riskState: 'OK' as const,
}));

/** The palette on a page; the server finds both tenants by any name. */
function renderPalette() {
  const asked: string[] = [];
  const closed: true[] = [];
  const Stub = createRemixStub([
    { path: '/', Component: () => <CommandPalette caller={caller} onClose={() => closed.push(true)} /> },
    {
      path: '/platform/palette',
      loader: ({ request }: { request: Request }): PaletteAnswer => {
        const query = new URL(request.url).searchParams.get('q') ?? '';
        asked.push(query);
        return { query, tenants: query === '' ? [] : tenants, here: null };
      },
    },
    { path: '/platform/tenants/:tenantId', Component: () => <p>the tenant</p> },
    { path: '*', Component: () => <p>another page</p> },
  ]);
  render(<Stub />);
  return { asked, closed };
}

/** Writes into the field without a pause that would be taken for the end of the typing. */
async function write(...texts: string[]): Promise<void> {
  const field = await screen.findByRole('combobox', { name: 'Tenant, page or action' });
  for (const value of texts) fireEvent.change(field, { target: { value } });
}

test('a name, an arrow and Enter lead to a tenant', async () => {
  const { closed } = renderPalette();

  await write('el');
  await screen.findByRole('option', { name: 'Elster' });
  await userEvent.keyboard('{ArrowDown}');
  expect(screen.getByRole('option', { name: 'Elster' })).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{Enter}');

  expect(await screen.findByText('the tenant')).toBeInTheDocument();
  expect(closed).not.toEqual([]);
});

test('the field keeps the focus and names the option that Enter opens', async () => {
  renderPalette();

  const field = await screen.findByRole('combobox');
  await userEvent.keyboard('{ArrowUp}');

  expect(field).toHaveFocus();
  const active = document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
  expect(active).toBe(screen.getAllByRole('option').at(-1));
});

test('says which group an option belongs to', async () => {
  renderPalette();

  await write('el');

  const tenantGroup = await screen.findByRole('group', { name: 'Tenants' });
  expect(within(tenantGroup).getByRole('option', { name: 'Elbe' })).toBeInTheDocument();
  expect(screen.getByRole('group', { name: 'Actions on Elbe' })).toBeInTheDocument();
  expect(screen.getAllByRole('group', { name: /./ })).toEqual(screen.getAllByRole('group'));
});

test('asks once after the last letter', async () => {
  const { asked } = renderPalette();

  await write('e', 'el', 'elb');
  await screen.findByRole('option', { name: 'Elbe' });

  expect(asked.filter((query) => query !== '')).toEqual(['elb']);
});

test('Escape closes it', async () => {
  const { closed } = renderPalette();

  await screen.findByRole('combobox');
  await userEvent.keyboard('{Escape}');

  expect(closed).toHaveLength(1);
});
