import { useState } from 'react';

/**
 * For a dialog that no trigger opens: as it closes, the focus returns to where it was when the dialog was first
 * rendered, or to the page when that is gone. `onCloseAutoFocus` of the dialog's content calls what is returned.
 */
export function useReturnFocus(): (event: Event) => void {
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement));
  return (event) => {
    event.preventDefault();
    const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
    (isThere ? opener : document.getElementById('main'))?.focus();
  };
}
