import * as DropdownMenu from '@radix-ui/react-dropdown-menu';
import { Link, useSubmit } from '@remix-run/react';
import type { LucideIcon } from 'lucide-react';
import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react';
import { useHydrated } from '#app/lib/now.tsx';

type EntryBase = { label: string; Icon: LucideIcon; isDanger?: boolean; isCurrent?: boolean };
export type MenuEntry = EntryBase &
  (
    | { to: string }
    | { action: string; fields: Record<string, string>; navigate?: boolean }
    // Done in the browser, so there is nothing to offer before JavaScript.
    | { onSelect: () => void }
  );
export type MenuGroup = { label?: ReactNode; entries: MenuEntry[] };

type MenuProps = {
  /** The trigger's accessible name where its content is only a picture. */
  label?: string;
  triggerClass: string;
  trigger: ReactNode;
  groups: MenuGroup[];
};

type Asked = 'pointer' | 'keyboard';

/** A dropdown menu. Before JavaScript it is a disclosure with the same links and forms, so nothing is out of reach. */
export function Menu(props: MenuProps) {
  const isHydrated = useHydrated();
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!isHydrated) return <DisclosureMenu {...props} />;
  if (asked !== null) return <FloatingMenu {...props} asked={asked} />;
  // A list has a menu in every row: each is built when it is first opened.
  return (
    <button
      type="button"
      className={props.triggerClass}
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded="false"
      data-state="closed"
      // A key that presses a button comes as a click without a press.
      onClick={(event) => setAsked(event.detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        setAsked('keyboard');
      }}
    >
      {props.trigger}
    </button>
  );
}

function FloatingMenu({ label, triggerClass, trigger, groups, asked }: MenuProps & { asked: Asked }) {
  const submit = useSubmit();
  const button = useRef<HTMLButtonElement>(null);
  // Opened by a key, a menu stands on its first entry; the key that asked for it came before the menu was there.
  useEffect(() => {
    if (asked === 'keyboard')
      button.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  }, [asked]);
  const act = (entry: Exclude<MenuEntry, { to: string }>) => {
    if ('onSelect' in entry) entry.onSelect();
    else submit(entry.fields, { method: 'post', action: entry.action, navigate: entry.navigate });
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
                    <Link to={entry.to} className={entryClass(entry)} preventScrollReset>
                      <EntryContent entry={entry} />
                    </Link>
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

function DisclosureMenu({ label, triggerClass, trigger, groups }: MenuProps) {
  return (
    <details className="menu-fallback">
      <summary className={triggerClass} aria-label={label}>
        {trigger}
      </summary>
      <div className="menu">
        {groups.map((group, index) => (
          <Fragment key={index}>
            {index > 0 ? <div className="menu-rule" /> : null}
            {group.label === undefined ? null : <p className="menu-label">{group.label}</p>}
            {group.entries.map((entry) =>
              'to' in entry ? (
                <Link key={entry.label} to={entry.to} className={entryClass(entry)}>
                  <EntryContent entry={entry} />
                </Link>
              ) : 'onSelect' in entry ? null : (
                <form key={entry.label} method="post" action={entry.action}>
                  {Object.entries(entry.fields).map(([name, value]) => (
                    <input key={name} type="hidden" name={name} value={value} />
                  ))}
                  <button type="submit" className={entryClass(entry)}>
                    <EntryContent entry={entry} />
                  </button>
                </form>
              ),
            )}
          </Fragment>
        ))}
      </div>
    </details>
  );
}

function entryClass(entry: MenuEntry): string {
  return entry.isDanger ? 'menu-item danger' : 'menu-item';
}

function EntryContent({ entry: { Icon, label, isCurrent } }: { entry: MenuEntry }) {
  return (
    <>
      <Icon className="icon" aria-hidden />
      {label}
      {isCurrent ? <span className="ml-auto text-xs text-ink-3">current</span> : null}
    </>
  );
}
