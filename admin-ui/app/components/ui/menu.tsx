import { Fragment, useState, type ComponentType } from 'react';
import { useHydrated } from '#app/lib/now.tsx';
import type { Asked } from './floating-menu.tsx';
import { EntryContent, EntryLink, entryClass, type MenuProps } from './menu-entry.tsx';

export type { MenuEntry, MenuGroup } from './menu-entry.tsx';

const load = () => import('./floating-menu.tsx');
const preload = () => void load();

type Opened = { Floating: ComponentType<MenuProps & { asked: Asked }>; asked: Asked };

/** A dropdown menu. Before JavaScript it is a disclosure with the same links and forms, so nothing is out of reach. */
export function Menu(props: MenuProps) {
  const isHydrated = useHydrated();
  const [opened, setOpened] = useState<Opened | null>(null);
  if (!isHydrated) return <DisclosureMenu {...props} />;
  if (opened !== null) return <opened.Floating {...props} asked={opened.asked} />;
  const open = (asked: Asked) =>
    void load().then(({ FloatingMenu }) => setOpened({ Floating: FloatingMenu, asked }));
  // A list has a menu in every row: each is built when it is first opened, and its code is loaded with the first.
  return (
    <button
      type="button"
      className={props.triggerClass}
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded="false"
      data-state="closed"
      onPointerEnter={preload}
      onFocus={preload}
      // A key that presses a button comes as a click without a press.
      onClick={(event) => open(event.detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        open('keyboard');
      }}
    >
      {props.trigger}
    </button>
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
                <EntryLink key={entry.label} entry={entry} />
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
