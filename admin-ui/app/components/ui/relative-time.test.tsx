import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { NowProvider } from '#app/lib/now.tsx';
import { DateOf, ElapsedTime, RelativeTime } from './relative-time.tsx';

const at = '2026-03-14T09:41:15.000Z';
const exact = /^14 Mar 2026, \d\d:\d\d:15 \S+/;

const show = (shown: ReactNode) =>
  render(<NowProvider now={Date.parse('2026-03-14T10:00:00.000Z')}>{shown}</NowProvider>);
const tip = () => screen.queryByText(exact, { ignore: 'time' });

const kinds: [string, (isFocusable?: boolean) => ReactNode][] = [
  ['RelativeTime', (isFocusable) => <RelativeTime at={at} isFocusable={isFocusable} />],
  ['ElapsedTime', (isFocusable) => <ElapsedTime since={at} isFocusable={isFocusable} />],
  ['DateOf', (isFocusable) => <DateOf at={at} isFocusable={isFocusable} />],
];

test.each(kinds)(
  'the Tab key reaches a focusable %s, which then shows the exact time',
  async (_name, time) => {
    show(time(true));

    await userEvent.tab();

    const element = screen.getByRole('time');
    expect(element).toHaveFocus();
    expect(element).toHaveAccessibleName(expect.stringMatching(/, 14 Mar 2026, \d\d:\d\d:15 /) as string);
    expect(tip()).toBeVisible();
  },
);

test.each(kinds)(
  '%s is no stop of the Tab key otherwise, but a tap shows the exact time',
  async (_name, time) => {
    show(time());

    await userEvent.tab();
    expect(document.body).toHaveFocus();
    await userEvent.pointer([{ keys: '[TouchA]', target: screen.getByRole('time') }]);

    expect(tip()).toBeVisible();
  },
);

test('the exact time goes with the focus, and on Escape', async () => {
  show(<DateOf at={at} isFocusable />);
  await userEvent.tab();

  await userEvent.keyboard('{Escape}');
  expect(tip()).toBeNull();
  await userEvent.tab();
  await userEvent.tab();
  expect(tip()).toBeVisible();
  await userEvent.tab();

  expect(tip()).toBeNull();
});
