import { jest } from '@jest/globals';
import { act, render, screen } from '@testing-library/react';
import { RELOAD_EVERY_MS, useQuietReload } from './use-quiet-reload.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const pass = (milliseconds: number) => act(() => jest.advanceTimersByTime(milliseconds));

function open() {
  const seen = { loads: 0, changed: () => undefined as void };
  function Page() {
    seen.changed = useQuietReload(() => (seen.loads += 1));
    return (
      <main>
        <input type="search" aria-label="Search" />
        <details data-testid="filters" />
        <table>
          <tbody>
            <tr>
              <td>
                <input type="checkbox" aria-label="Select" />
                <a href="#row">Row</a>
              </td>
            </tr>
          </tbody>
        </table>
      </main>
    );
  }
  const { unmount } = render(<Page />);
  return { seen, unmount };
}

test('many changes are one load, a few seconds after the last', () => {
  const { seen } = open();

  for (let change = 0; change < 20; change += 1) seen.changed();
  pass(RELOAD_EVERY_MS - 1);
  expect(seen.loads).toBe(0);
  pass(1);
  expect(seen.loads).toBe(1);
  seen.changed();
  pass(RELOAD_EVERY_MS - 1);
  expect(seen.loads).toBe(1);
  pass(1);

  expect(seen.loads).toBe(2);
});

test('without a change nothing is loaded, and nothing after the page was left', () => {
  const { seen, unmount } = open();
  pass(RELOAD_EVERY_MS * 3);
  seen.changed();

  unmount();
  pass(RELOAD_EVERY_MS);

  expect(seen.loads).toBe(0);
});

const disturbances: [string, () => void, () => void][] = [
  [
    'somebody types',
    () => screen.getByLabelText('Search').focus(),
    () => screen.getByLabelText('Search').blur(),
  ],
  ['a row has the focus', () => screen.getByText('Row').focus(), () => screen.getByText('Row').blur()],
  [
    'a row is chosen',
    () => screen.getByLabelText('Select').click(),
    () => screen.getByLabelText('Select').click(),
  ],
  [
    'the filters are open',
    () => screen.getByTestId('filters').setAttribute('open', ''),
    () => screen.getByTestId('filters').removeAttribute('open'),
  ],
  [
    'a menu is open',
    () => screen.getByTestId('filters').setAttribute('role', 'menu'),
    () => screen.getByTestId('filters').removeAttribute('role'),
  ],
];

test.each(disturbances)('it waits while %s', (_what, begin, end) => {
  const { seen } = open();
  begin();
  seen.changed();

  pass(RELOAD_EVERY_MS * 4);
  expect(seen.loads).toBe(0);
  end();
  pass(RELOAD_EVERY_MS);

  expect(seen.loads).toBe(1);
});
