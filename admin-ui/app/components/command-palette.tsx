import * as Dialog from '@radix-ui/react-dialog';
import { Link, useFetcher, useParams } from '@remix-run/react';
import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { paths } from '#app/lib/paths.ts';
import type { Caller } from '#app/lib/permissions.ts';
import { plural } from '#app/lib/format.ts';
import { useReturnFocus } from '#app/lib/use-return-focus.ts';
import { paletteGroups, type PaletteAnswer, type PaletteEntry } from './palette-entries.ts';
import { Badge } from './ui/status.tsx';

const TYPING_PAUSE_MS = 150;

type CommandPaletteProps = { caller: Caller; onClose: () => void };

/** Tenants, pages and actions by name, by keyboard alone. Loaded when it is first opened. */
export function CommandPalette({ caller, onClose }: CommandPaletteProps) {
  const listId = useId();
  const returnFocus = useReturnFocus();
  const isLeaving = useRef(false);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const { answer, isSearching } = useAnswer(text);
  const groups = useMemo(() => paletteGroups({ text, caller, answer }), [text, caller, answer]);
  const entries = groups.flatMap((group) => group.entries);
  const active = entries.find((entry) => entry.id === chosen) ?? entries[0];
  const options = useRef(new Map<string, HTMLAnchorElement>());
  useEffect(() => {
    if (active !== undefined) options.current.get(active.id)?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const index = active === undefined ? -1 : entries.indexOf(active);
    const next = nextIndex(event.key, index, entries.length);
    if (next !== null) setChosen(entries[next]?.id ?? null);
    else if (event.key === 'Enter' && active !== undefined) options.current.get(active.id)?.click();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="palette"
          aria-describedby={undefined}
          // Who chose a page is there, and not where they came from.
          onCloseAutoFocus={(event) => (isLeaving.current ? event.preventDefault() : returnFocus(event))}
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <div className="palette-query">
            <Search className="icon" aria-hidden />
            <input
              type="text"
              role="combobox"
              aria-expanded={entries.length > 0}
              aria-controls={listId}
              aria-activedescendant={active === undefined ? undefined : `${listId}-${active.id}`}
              aria-autocomplete="list"
              aria-label="Tenant, page or action"
              placeholder="Tenant, page or action"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setChosen(null);
              }}
              onKeyDown={onKeyDown}
            />
            <Dialog.Close>
              <kbd>Esc</kbd>
              <span className="sr-only"> Close</span>
            </Dialog.Close>
          </div>
          <div className="palette-list" id={listId} role="listbox" aria-label="Results">
            {groups.map((group, index) => (
              // Numbered, because a name has spaces, and those would make several ids of one.
              <div key={group.label} role="group" aria-labelledby={`${listId}-group-${index}`}>
                <p className="palette-group" id={`${listId}-group-${index}`}>
                  {group.label}
                </p>
                {group.entries.map((entry) => (
                  <Option
                    key={entry.id}
                    id={`${listId}-${entry.id}`}
                    entry={entry}
                    isActive={entry === active}
                    onPoint={() => setChosen(entry.id)}
                    onChoose={() => {
                      isLeaving.current = true;
                      onClose();
                    }}
                    keep={(element) => {
                      if (element === null) options.current.delete(entry.id);
                      else options.current.set(entry.id, element);
                    }}
                  />
                ))}
              </div>
            ))}
          </div>
          {entries.length === 0 && !isSearching ? (
            <p className="palette-empty">
              Nothing is called “{text}”. Search looks at names, slugs and ids of tenants, at pages and at
              actions.
            </p>
          ) : null}
          <p className="sr-only" role="status">
            {isSearching ? '' : plural(entries.length, 'result')}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type OptionProps = {
  id: string;
  entry: PaletteEntry;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
  keep: (element: HTMLAnchorElement | null) => void;
};

function Option({ id, entry, isActive, onPoint, onChoose, keep }: OptionProps) {
  const { Icon, label, state, keys, to } = entry;
  return (
    <Link
      id={id}
      to={to}
      role="option"
      aria-selected={isActive}
      // The field keeps the focus; the arrow keys walk the list.
      tabIndex={-1}
      ref={keep}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      <Icon className="icon" aria-hidden />
      <span className="truncate">{label}</span>
      {state === undefined ? null : <Badge state={state}>At risk</Badge>}
      <span className="palette-keys" aria-hidden="true">
        {(isActive ? ['↵'] : (keys ?? [])).map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </Link>
  );
}

/** Where a key leads in a list of that length; the ends meet. */
function nextIndex(key: string, index: number, length: number): number | null {
  if (length === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % length;
    case 'ArrowUp':
      return (index - 1 + length) % length;
    case 'PageDown':
      return Math.min(length - 1, index + 5);
    case 'PageUp':
      return Math.max(0, index - 5);
    default:
      return null;
  }
}

/** What the server finds, a moment after the last letter. What was found before stays until then. */
function useAnswer(text: string): { answer: PaletteAnswer | null; isSearching: boolean } {
  const { tenantId } = useParams();
  const { load, data } = useFetcher<PaletteAnswer>();
  const query = text.trim();
  useEffect(() => {
    const address = paths.palette({
      ...(query === '' ? {} : { q: query }),
      ...(tenantId === undefined ? {} : { tenant: tenantId }),
    });
    const timer = setTimeout(() => load(address), query === '' ? 0 : TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, tenantId, load]);
  const answer = data ?? null;
  // An answer to an empty search lists who is at risk, which is no answer to a name.
  const isFitting = answer !== null && (answer.query === '') === (query === '');
  return {
    answer: answer === null || isFitting ? answer : { ...answer, tenants: [] },
    isSearching: answer?.query !== query,
  };
}
