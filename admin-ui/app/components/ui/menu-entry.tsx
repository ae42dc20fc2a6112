import { Link } from '@remix-run/react';
import type { LucideIcon } from 'lucide-react';
import { forwardRef, type AnchorHTMLAttributes, type ReactNode } from 'react';

type EntryBase = { label: string; Icon: LucideIcon; isDanger?: boolean; isCurrent?: boolean };
export type MenuEntry = EntryBase &
  // A file is fetched by the browser itself, and the page stays.
  (
    | { to: string; isFile?: boolean }
    // `before` is done in the browser first; without JavaScript the form does all of it.
    | { action: string; fields: Record<string, string>; navigate?: boolean; before?: () => void }
    // Done in the browser, so there is nothing to offer before JavaScript.
    | { onSelect: () => void }
  );
export type MenuGroup = { label?: ReactNode; entries: MenuEntry[] };

export type MenuProps = {
  /** The trigger's accessible name where its content is only a picture. */
  label?: string;
  triggerClass: string;
  trigger: ReactNode;
  groups: MenuGroup[];
};

type LinkEntry = Extract<MenuEntry, { to: string }>;
type EntryLinkProps = { entry: LinkEntry } & AnchorHTMLAttributes<HTMLAnchorElement>;

/** An entry that leads somewhere. The menu hands its own attributes and its reference on to the link. */
export const EntryLink = forwardRef<HTMLAnchorElement, EntryLinkProps>(({ entry, ...rest }, ref) =>
  entry.isFile ? (
    <a {...rest} ref={ref} href={entry.to} className={entryClass(entry)} download>
      <EntryContent entry={entry} />
    </a>
  ) : (
    <Link {...rest} ref={ref} to={entry.to} className={entryClass(entry)} preventScrollReset>
      <EntryContent entry={entry} />
    </Link>
  ),
);
EntryLink.displayName = 'EntryLink';

export function entryClass(entry: MenuEntry): string {
  return entry.isDanger ? 'menu-item danger' : 'menu-item';
}

export function EntryContent({ entry: { Icon, label, isCurrent } }: { entry: MenuEntry }) {
  return (
    <>
      <Icon className="icon" aria-hidden />
      {label}
      {isCurrent ? <span className="ml-auto text-xs text-ink-3">current</span> : null}
    </>
  );
}
