import * as Dialog from '@radix-ui/react-dialog';
import { useFetcher } from '@remix-run/react';
import { useRef } from 'react';
import { paths } from '#app/lib/paths.ts';
import type { Caller } from '#app/lib/permissions.ts';
import { useReturnFocus } from '#app/lib/use-return-focus.ts';
import { pagesFor } from './pages.ts';
import { Button } from './ui/button.tsx';

type KeyboardHelpProps = { caller: Caller; areShortcutsOn: boolean; onClose: () => void };

const keys: { keys: string[]; action: string }[] = [
  { keys: ['⌘ K', 'Ctrl K'], action: 'Command palette, also while typing' },
  { keys: ['/'], action: 'Search in the page' },
  { keys: ['J', 'K'], action: 'Next, previous row' },
  { keys: ['↵'], action: 'Open the row' },
  { keys: ['X', '⇧ X'], action: 'Select the row, a range of rows' },
  { keys: ['.'], action: 'Actions of the row' },
  { keys: ['T'], action: 'Exact times of the row' },
  { keys: ['[', ']'], action: 'Previous, next tab' },
  { keys: ['Esc'], action: 'Close, clear the selection' },
  { keys: ['?'], action: 'This list' },
];

/** Every key of the app, and the switch for those that are a single one. Loaded when it is first opened. */
export function KeyboardHelp({ caller, areShortcutsOn, onClose }: KeyboardHelpProps) {
  const fetcher = useFetcher();
  const returnFocus = useReturnFocus();
  const closeButton = useRef<HTMLButtonElement>(null);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog floating"
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          onOpenAutoFocus={(event) => {
            // The first control would be the switch, and whoever reads on presses Enter.
            event.preventDefault();
            closeButton.current?.focus();
          }}
        >
          <header>
            <Dialog.Title asChild>
              <h2>Keyboard shortcuts</h2>
            </Dialog.Title>
          </header>
          <div className="dialog-body">
            <dl className="key-list">
              {keys.map((row) => (
                <Keys key={row.action} {...row} />
              ))}
              {pagesFor(caller).map(({ label, goKey }) => (
                <Keys key={goKey} keys={['G', goKey.toUpperCase()]} action={`Go to ${label.toLowerCase()}`} />
              ))}
            </dl>
            <p role="status">
              {areShortcutsOn
                ? 'Single keys pause while you type.'
                : 'Single keys are switched off; only the command palette opens by keyboard.'}
            </p>
          </div>
          <footer className="dialog-foot">
            <fetcher.Form method="post" action={paths.shortcuts()}>
              <input type="hidden" name="shortcuts" value={areShortcutsOn ? 'off' : 'on'} />
              <Button type="submit">
                {areShortcutsOn ? 'Switch single keys off' : 'Switch single keys on'}
              </Button>
            </fetcher.Form>
            <Dialog.Close className="button" ref={closeButton}>
              Close
            </Dialog.Close>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Keys({ keys: shown, action }: { keys: string[]; action: string }) {
  return (
    <div>
      <dt>
        {shown.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{action}</dd>
    </div>
  );
}
