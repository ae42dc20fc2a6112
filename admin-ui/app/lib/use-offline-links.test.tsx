import '@testing-library/jest-dom';
import { jest } from '@jest/globals';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { useOfflineLinks } from './use-offline-links.ts';

let isOnline: boolean;
beforeEach(() => {
  isOnline = false;
  jest.spyOn(navigator, 'onLine', 'get').mockImplementation(() => isOnline);
});
afterEach(() => jest.restoreAllMocks());

function open() {
  function Page() {
    return (
      <nav>
        <a href="/platform/tenants">
          <b>Tenants</b>
        </a>
        <a href="#main">Content</a>
        <a href="https://docs.example/">Documentation</a>
        <a href="/export.csv" download>
          Export
        </a>
        <a href="/platform" target="_blank" rel="noreferrer">
          Another window
        </a>
        <output>{useOfflineLinks()}</output>
      </nav>
    );
  }
  render(<Page />);
}

/** Whether the click is left to the link; jsdom follows none but those within the page. */
function isLeftAlone(name: string, how: MouseEventInit = {}): boolean {
  let isLeft = false;
  const look = (event: Event) => {
    isLeft = !event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener('click', look, { once: true });
  fireEvent.click(screen.getByText(name), how);
  return isLeft;
}

test('a link keeps the page while there is no connection, says so, and works again after', () => {
  open();

  expect(isLeftAlone('Tenants')).toBe(false);
  expect(screen.getByRole('status')).toHaveTextContent('1');
  isOnline = true;
  act(() => {
    window.dispatchEvent(new Event('online'));
  });

  expect(screen.getByRole('status')).toHaveTextContent('0');
  expect(isLeftAlone('Tenants')).toBe(true);
});

test.each(['Content', 'Documentation', 'Export', 'Another window'])(
  'what does not open another page of the app here works offline as ever: %s',
  (name) => {
    open();

    expect(isLeftAlone(name)).toBe(true);
  },
);

test.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }])(
  'a click that asks for another window is left alone: %j',
  (how) => {
    open();

    expect(isLeftAlone('Tenants', how)).toBe(true);
  },
);
