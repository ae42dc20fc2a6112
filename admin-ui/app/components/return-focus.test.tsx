import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ComponentType } from 'react';
import '#app/testing/quiet-router.ts';
import { roles } from '#app/testing/fake-gateway.ts';
import { CommandPalette } from './command-palette.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';

const caller = { id: 'u1', name: 'Mara', email: null, role: 'ADMIN', permissions: roles.admin };

/** A page with a link, which a key of the page leads away from, into the dialog. */
function renderPage(Dialog: ComponentType<{ onClose: () => void }>) {
  const Page = () => {
    const [isOpen, setOpen] = useState(false);
    return (
      <main id="main" tabIndex={-1}>
        <button onKeyDown={(event) => (event.key === '?' ? setOpen(true) : undefined)}>A row</button>
        {isOpen ? <Dialog onClose={() => setOpen(false)} /> : null}
      </main>
    );
  };
  const nothing = () => ({ query: '', tenants: [], here: null });
  const Stub = createRemixStub([
    { path: '/', Component: Page },
    { path: '/platform/palette', loader: nothing },
    { path: '*', Component: () => <p>another page</p> },
  ]);
  render(<Stub />);
}

test.each([
  ['command palette', (props: { onClose: () => void }) => <CommandPalette caller={caller} {...props} />],
  [
    'list of keys',
    (props: { onClose: () => void }) => <KeyboardHelp caller={caller} areShortcutsOn {...props} />,
  ],
])('the %s gives the focus back to where it was', async (_, Dialog) => {
  renderPage(Dialog);
  (await screen.findByRole('button', { name: 'A row' })).focus();
  await userEvent.keyboard('?');
  expect(await screen.findByRole('dialog')).toBeVisible();

  await userEvent.keyboard('{Escape}');

  await waitFor(() => expect(screen.getByRole('button', { name: 'A row' })).toHaveFocus());
});
