import * as DropdownMenu from '@radix-ui/react-dropdown-menu';
import { Link, useSubmit } from '@remix-run/react';
import type { LucideIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useHydrated } from '#app/lib/now.tsx';

type EntryBase = { label: string; Icon: LucideIcon; isDanger?: boolean; isCurrent?: boolean };
export type MenuEntry = EntryBase &
  ({ to: string } | { action: string; fields: Record<string, string>; navigate?: boolean });
export type MenuGroup = { label?: ReactNode; entries: MenuEntry[] };

type MenuProps = {
  /** The trigger's accessible name where its content is only a picture. */
  label?: string;
  triggerClass: string;
  trigger: ReactNode;
  groups: MenuGroup[];
};

/** A dropdown menu. Before JavaScript it is a disclosure with the same links and forms, so nothing is out of reach. */
export function Menu(props: MenuProps) {
  return useHydrated() ? <FloatingMenu {...props} /> : <DisclosureMenu {...props} />;
}

function FloatingMenu({ label, triggerClass, trigger, groups }: MenuProps) {
  const submit = useSubmit();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={triggerClass} aria-label={label}>
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
                    onSelect={() =>
                      submit(entry.fields, { method: 'post', action: entry.action, navigate: entry.navigate })
                    }
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
              ) : (
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
