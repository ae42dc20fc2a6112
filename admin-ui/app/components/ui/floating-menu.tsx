import * as DropdownMenu from '@radix-ui/react-dropdown-menu';
import { useSubmit } from '@remix-run/react';
import { Fragment, useEffect, useRef } from 'react';
import { EntryContent, EntryLink, entryClass, type MenuEntry, type MenuProps } from './menu-entry.tsx';

export type Asked = 'pointer' | 'keyboard';

/** The menu itself, open at once. It is loaded when a menu is first wanted. */
export function FloatingMenu({ label, triggerClass, trigger, groups, asked }: MenuProps & { asked: Asked }) {
  const submit = useSubmit();
  const button = useRef<HTMLButtonElement>(null);
  // Opened by a key, a menu stands on its first entry; the key that asked for it came before the menu was there.
  useEffect(() => {
    if (asked === 'keyboard')
      button.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  }, [asked]);
  const act = (entry: Exclude<MenuEntry, { to: string }>) => {
    if ('onSelect' in entry) entry.onSelect();
    else {
      entry.before?.();
      submit(entry.fields, { method: 'post', action: entry.action, navigate: entry.navigate });
    }
  };
  return (
    <DropdownMenu.Root modal={false} defaultOpen={asked === 'pointer'}>
      <DropdownMenu.Trigger className={triggerClass} aria-label={label} ref={button}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          {groups.map((group, index) => (
            <Fragment key={index}>
              {index > 0 ? <DropdownMenu.Separator className="menu-rule" /> : null}
              {group.label === undefined ? null : (
                <DropdownMenu.Label className="menu-label">{group.label}</DropdownMenu.Label>
              )}
              {group.entries.map((entry) =>
                'to' in entry ? (
                  <DropdownMenu.Item asChild key={entry.label}>
                    <EntryLink entry={entry} />
                  </DropdownMenu.Item>
                ) : (
                  <DropdownMenu.Item
                    key={entry.label}
                    className={entryClass(entry)}
                    onSelect={() => act(entry)}
                  >
                    <EntryContent entry={entry} />
                  </DropdownMenu.Item>
                ),
              )}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
