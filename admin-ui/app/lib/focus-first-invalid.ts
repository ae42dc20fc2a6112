import { useEffect } from 'react';

/** After a submit that was refused the focus goes to the first field to change. */
export function useFocusFirstInvalid(formId: string, result: unknown): void {
  useEffect(() => {
    if (result === undefined || result === null) return;
    document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [formId, result]);
}
