import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useShortcuts } from './keyboard.ts';

function Page({ areOn = true, log }: { areOn?: boolean; log: string[] }) {
  useShortcuts({
    areOn,
    go: { t: '/platform/tenants' },
    navigate: (to) => log.push(to),
    openPalette: () => log.push('palette'),
    openHelp: () => log.push('help'),
  });
  return (
    <main>
      <input type="search" aria-label="Search" />
      <nav data-tabs>
        <a href="#one" aria-current="page">
          One
        </a>
        <a href="#two" onClick={() => log.push('two')}>
          Two
        </a>
      </nav>
      <table>
        <tbody>
          {['Hanse', 'Elbe'].map((name) => (
            <tr key={name}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select ${name}`}
                  onClick={(event) => log.push(event.shiftKey ? `range to ${name}` : `select ${name}`)}
                />
                <a href={`#${name}`}>{name}</a>
                <button
                  type="button"
                  aria-haspopup="menu"
                  onKeyDown={(event) =>
                    event.key === 'ArrowDown' ? log.push(`opens the menu of ${name}`) : undefined
                  }
                >
                  Actions
                </button>
                {['Opened', 'Updated'].map((what) => (
                  <time key={what} tabIndex={-1} aria-label={`${what} ${name}`}>
                    2 h ago
                  </time>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}

test('G and a letter lead to a page; another letter leads nowhere', async () => {
  const log: string[] = [];
  render(<Page log={log} />);

  await userEvent.keyboard('gq');
  await userEvent.keyboard('gt');

  expect(log).toEqual(['/platform/tenants']);
});

test('J and K walk the rows and X, Shift X and the full stop act on the one they stand on', async () => {
  const log: string[] = [];
  render(<Page log={log} />);

  await userEvent.keyboard('j');
  expect(screen.getByRole('link', { name: 'Hanse' })).toHaveFocus();
  await userEvent.keyboard('xj');
  expect(screen.getByRole('link', { name: 'Elbe' })).toHaveFocus();
  await userEvent.keyboard('{Shift>}X{/Shift}.');
  await userEvent.keyboard('k');

  expect(log).toEqual(['select Hanse', 'range to Elbe', 'opens the menu of Elbe']);
  expect(screen.getByRole('link', { name: 'Hanse' })).toHaveFocus();
});

test('T walks the times of the row one stands on, and does nothing elsewhere', async () => {
  render(<Page log={[]} />);

  await userEvent.keyboard('t');
  expect(document.body).toHaveFocus();
  await userEvent.keyboard('jjt');
  expect(screen.getByLabelText('Opened Elbe')).toHaveFocus();
  await userEvent.keyboard('t');
  expect(screen.getByLabelText('Updated Elbe')).toHaveFocus();
  await userEvent.keyboard('t');

  expect(screen.getByLabelText('Opened Elbe')).toHaveFocus();
});

test('a bracket goes to the next tab and stops at the last', async () => {
  const log: string[] = [];
  render(<Page log={log} />);

  await userEvent.keyboard(']');

  expect(log).toEqual(['two']);
});

test('a slash goes to the search, where letters are letters; the palette still opens', async () => {
  const log: string[] = [];
  render(<Page log={log} />);

  await userEvent.keyboard('/');
  await userEvent.keyboard('gtj?');
  await userEvent.keyboard('{Control>}k{/Control}');

  expect(screen.getByRole('searchbox')).toHaveValue('gtj?');
  expect(log).toEqual(['palette']);
});

test('a reader who switched single keys off keeps the palette', async () => {
  const log: string[] = [];
  render(<Page areOn={false} log={log} />);

  await userEvent.keyboard('gt?j{Meta>}k{/Meta}');

  expect(log).toEqual(['palette']);
  expect(document.body).toHaveFocus();
});

test('a question mark opens the list of keys', async () => {
  const log: string[] = [];
  render(<Page log={log} />);

  await userEvent.keyboard('?');

  expect(log).toEqual(['help']);
});
