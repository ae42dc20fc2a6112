import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { useNavigate } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useHydrated } from '#app/lib/now.tsx';
import { ButtonLink } from './button.tsx';

type ConfirmDialogProps = {
  /** The question, with the object's name: "Suspend Camerata Vistula?" */
  title: string;
  /** Where cancelling leads; the page itself without the question. */
  cancelTo: string;
  /** Effects and fields, inside the form. */
  children: ReactNode;
  /** The button that repeats the verb. */
  submit: ReactNode;
  formId: string;
  /** Id of the control that asked the question; it gets the focus back. */
  openerId: string;
};

/**
 * A confirmation that is an address (`?confirm=suspend`), so that it works before JavaScript: then it is a
 * section of the page, afterwards a modal dialog with the focus on the least harmful control.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const isHydrated = useHydrated();
  const navigate = useNavigate();
  const { title, cancelTo, children, submit, formId, openerId } = props;
  if (!isHydrated) {
    return (
      <section className="dialog inline" aria-labelledby={`${formId}-title`}>
        <header>
          <h2 id={`${formId}-title`}>{title}</h2>
        </header>
        <div className="dialog-body">{children}</div>
        <footer className="dialog-foot">
          <ButtonLink to={cancelTo}>Cancel</ButtonLink>
          {submit}
        </footer>
      </section>
    );
  }
  const close = () => navigate(cancelTo, { replace: true, preventScrollReset: true });
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : close())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content
          className="dialog floating"
          aria-describedby={`${formId}-body`}
          onCloseAutoFocus={(event) => returnFocus(event, openerId)}
        >
          <header>
            <AlertDialog.Title asChild>
              <h2>{title}</h2>
            </AlertDialog.Title>
          </header>
          <div className="dialog-body" id={`${formId}-body`}>
            {children}
          </div>
          <footer className="dialog-foot">
            <AlertDialog.Cancel className="button">Cancel</AlertDialog.Cancel>
            {submit}
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** The dialog was opened by an address, not by an element it could remember. */
function returnFocus(event: Event, openerId: string): void {
  event.preventDefault();
  (document.getElementById(openerId) ?? document.getElementById('main'))?.focus();
}
