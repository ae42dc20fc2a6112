import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { useBlocker } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { useReturnFocus } from '#app/lib/use-return-focus.ts';
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
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && contentOf(formId) !== atFirst.current,
  );
  return blocker.state === 'blocked' ? (
    <LeaveQuestion formId={formId} onStay={() => blocker.reset()} onLeave={() => blocker.proceed()} />
  ) : null;
}

type LeaveQuestionProps = { formId: string; onStay: () => void; onLeave: () => void };

function LeaveQuestion({ formId, onStay, onLeave }: LeaveQuestionProps) {
  const returnFocus = useReturnFocus();
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onStay())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content
          className="dialog floating"
          aria-describedby={`${formId}-unsaved`}
          onCloseAutoFocus={returnFocus}
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
            <Button kind="danger" onClick={onLeave}>
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
