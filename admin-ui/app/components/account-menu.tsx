import { useLocation } from '@remix-run/react';
import { ChevronDown, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { paths } from '#app/lib/paths.ts';
import type { Caller } from '#app/lib/permissions.ts';
import { readChoice, themeCookie } from '#app/lib/theme.ts';
import { Menu, type MenuGroup } from './ui/menu.tsx';

const themes = [
  { value: 'system', label: 'As the system', Icon: Monitor },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
];

type AccountMenuProps = { caller: Caller; theme: string | null; openHelp: () => void };

export function AccountMenu({ caller, theme, openHelp }: AccountMenuProps) {
  const { pathname, search } = useLocation();
  const groups: MenuGroup[] = [
    {
      label: (
        <>
          {caller.email ?? caller.name}
          {caller.role === null ? null : <span className="block">Platform {caller.role.toLowerCase()}</span>}
        </>
      ),
      entries: [],
    },
    {
      label: 'Theme',
      entries: themes.map(({ value, label, Icon }) => ({
        label,
        Icon,
        isCurrent: (theme ?? 'system') === value,
        action: paths.theme(),
        fields: { theme: value, redirectTo: `${pathname}${search}` },
        // Kept before it is sent, so that a page left at once does not lose it.
        before: () => {
          document.cookie = themeCookie(readChoice(value));
        },
        // Changing the theme must not move the page.
        navigate: false,
      })),
    },
    { entries: [{ label: 'Keyboard shortcuts…', Icon: Keyboard, onSelect: openHelp }] },
    { entries: [{ label: 'Sign out', Icon: LogOut, action: paths.signOut(), fields: {} }] },
  ];
  return (
    <Menu
      triggerClass="account"
      trigger={
        <>
          <span className="avatar" aria-hidden="true" data-initials={initials(caller.name)} />
          <span className="account-name max-w-40 truncate">
            {caller.name}
            <span className="sr-only">, account menu</span>
          </span>
          <ChevronDown className="icon icon-s" aria-hidden />
        </>
      }
      groups={groups}
    />
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}
