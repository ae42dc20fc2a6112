import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { useBlocker } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Button } from './ui/button.tsx';

/**
 * Asks before what was written into a form is lost by leaving its page. Sending the form is no leaving, nor is the way
 * its answer leads on.
 */
export function UnsavedGuard({ formId }: { formId: string }) {
  const atFirst = useRef<string | null>(null);
  useEffect(() => {
    atFirst.current = contentOf(formId);
    const onUnload = (event: BeforeUnloadEvent) => {
      if (contentOf(formId) !== atFirst.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, [formId]);
  // Where the focus was, because no button of its own opened the question.
  const asker = useRef<Element | null>(null);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    asker.current = document.activeElement;
    return currentLocation.pathname !== nextLocation.pathname && contentOf(formId) !== atFirst.current;
  });
  if (blocker.state !== 'blocked') return null;
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : blocker.reset())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content
          className="dialog floating"
          aria-describedby={`${formId}-unsaved`}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (asker.current instanceof HTMLElement) asker.current.focus();
          }}
        >
          <header>
            <AlertDialog.Title asChild>
              <h2>Leave without saving?</h2>
            </AlertDialog.Title>
          </header>
          <div className="dialog-body" id={`${formId}-unsaved`}>
            <p>What you have written on this page is lost then.</p>
          </div>
          <footer className="dialog-foot">
            <AlertDialog.Cancel className="button">Stay on the page</AlertDialog.Cancel>
            <Button kind="danger" onClick={() => blocker.proceed()}>
              Leave without saving
            </Button>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** What people wrote and chose. Hidden fields of the form itself are not theirs; those of a choice within it are. */
function contentOf(formId: string): string | null {
  const form = document.getElementById(formId);
  if (!(form instanceof HTMLFormElement)) return null;
  const own = [...form.querySelectorAll<HTMLInputElement>('input[type="hidden"]')]
    .filter((field) => field.closest('fieldset') === null)
    .map(({ name }) => name);
  return JSON.stringify([...new FormData(form)].filter(([name]) => !own.includes(name)));
}
