import { useEffect } from 'react';

/** Conform's name of the button by which it submits a form to itself, to check what is being typed. */
const INTENT = '__intent__';

/** After a submit that was refused, here or by the server, the focus goes to the first field to change. */
export function useFocusFirstInvalid(formId: string, result: unknown): void {
  useEffect(() => {
    if (result === undefined || result === null) return undefined;
    return focusSoon(formId);
  }, [formId, result]);
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const onSubmit = (event: SubmitEvent) => {
      if (!(event.target instanceof HTMLFormElement) || event.target.id !== formId) return;
      // Whoever is typing keeps the focus.
      if (event.submitter?.getAttribute('name') === INTENT) return;
      cancel();
      cancel = focusSoon(formId);
    };
    document.addEventListener('submit', onSubmit);
    return () => {
      document.removeEventListener('submit', onSubmit);
      cancel();
    };
  }, [formId]);
}

/** Once the form shows what is wrong with it. */
function focusSoon(formId: string): () => void {
  const timer = setTimeout(() =>
    document
      .getElementById(formId)
      ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')
      ?.focus(),
  );
  return () => clearTimeout(timer);
}
