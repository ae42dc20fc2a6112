import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import './quiet-router.ts';

/** Puts a page into the document as the server sends it, before JavaScript; gives back what holds it. */
export function serverPage(page: ReactElement): HTMLElement {
  const container = document.body.appendChild(document.createElement('div'));
  const { error } = console;
  // The stub's router is made for browsers, and says on a server that its layout effects do nothing there.
  console.error = (...args: unknown[]) => {
    if (!String(args[0]).includes('useLayoutEffect does nothing on the server')) error(...args);
  };
  try {
    container.innerHTML = renderToString(page);
  } finally {
    console.error = error;
  }
  return container;
}
