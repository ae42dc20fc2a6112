import { Form, Link, useLocation, useSubmit } from '@remix-run/react';
import { ListFilter, Search, X } from 'lucide-react';
import { useEffect, useRef, type FormEvent } from 'react';
import { useEscapeToClose } from '#app/lib/keyboard.ts';
import {
  listChips,
  listHref,
  valuesOf,
  type ListAddress,
  type ListChip,
  type ListSpec,
} from '#app/lib/list-address.ts';
import { FilterChoices } from './filter-choices.tsx';
import { Button } from './ui/button.tsx';

const TYPING_PAUSE_MS = 350;

type ListToolbarProps<Sort extends string> = {
  spec: ListSpec<Sort>;
  list: ListAddress<Sort>;
  /** What is listed, for assistive technology: "Incidents". */
  label: string;
  /** What the search looks at; without it there is no search. */
  placeholder?: string;
  /** What a value that was not chosen from options is called. */
  names?: Readonly<Record<string, string>>;
  /** The chips to show, where some conditions are said elsewhere; all of them when left out. */
  chips?: readonly ListChip<Sort>[];
};

/** Search and filters as one GET form: the address holds them all, with or without JavaScript. */
export function ListToolbar<Sort extends string>(props: ListToolbarProps<Sort>) {
  const { spec, list, label, placeholder, names, chips = listChips(spec, list, names) } = props;
  const submit = useSubmit();
  const { key } = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const panel = useRef<HTMLDetailsElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const followed = useRef(list.text);
  // The field follows the address when a filter is cleared, but never while someone types in it.
  useEffect(() => {
    if (followed.current === list.text) return;
    followed.current = list.text;
    const field = search.current;
    if (field !== null && field !== document.activeElement) field.value = list.text;
  }, [list.text]);
  // Applying closes the panel; the chips then say what is in force.
  useEffect(() => panel.current?.removeAttribute('open'), [key]);
  useEscapeToClose(panel);

  const apply = (replace: boolean) => {
    clearTimeout(timer.current);
    if (form.current === null) return;
    const data = [...new FormData(form.current)].filter(([, value]) => value !== '');
    // An empty search and a choice of "Any" are no conditions, so they stay out of the address.
    submit(toFormData(data), { method: 'get', action: spec.path, replace, preventScrollReset: true });
  };
  const searchSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply(true), TYPING_PAUSE_MS);
  };
  const latest = useRef(searchSoon);
  latest.current = searchSoon;
  useEffect(() => {
    const field = search.current;
    // Nothing restores the field's value, so what differs was typed before the page became interactive.
    if (field !== null && field.value !== followed.current) latest.current();
    return () => clearTimeout(timer.current);
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    apply(false);
  };
  const choices = spec.filters.filter((filter) => filter.options !== undefined);

  return (
    <Form
      method="get"
      action={spec.path}
      role="search"
      aria-label={label}
      className="toolbar"
      ref={form}
      onSubmit={onSubmit}
      preventScrollReset
    >
      {hiddenFields(spec, list).map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {placeholder === undefined ? null : (
        <div className="search">
          <Search className="icon" aria-hidden />
          <input
            className="input"
            type="search"
            name="q"
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder={placeholder}
            defaultValue={list.text}
            autoComplete="off"
            ref={search}
            onChange={searchSoon}
          />
          <kbd className="hidden tablet:inline" aria-hidden="true">
            /
          </kbd>
        </div>
      )}
      {chips.map((chip) => (
        <div className="chip" key={`${chip.label} ${chip.value}`}>
          <span>{chip.label}</span>
          <b>{chip.value}</b>
          <Link
            to={listHref(spec, chip.without)}
            aria-label={`Remove filter ${chip.label} ${chip.value}`}
            preventScrollReset
          >
            <X className="icon icon-s" aria-hidden />
          </Link>
        </div>
      ))}
      {choices.length === 0 ? null : (
        <details className="filter-add" ref={panel}>
          <summary>
            <ListFilter className="icon icon-s" aria-hidden />
            Add filter
          </summary>
          <div className="filter-panel" key={listHref(spec, { ...list, text: '', trail: [] })}>
            <FilterChoices filters={choices} list={list} />
            <Button type="submit" kind="primary">
              Apply filters
            </Button>
          </div>
        </details>
      )}
      <noscript>
        <Button type="submit">Search</Button>
      </noscript>
    </Form>
  );
}

function toFormData(entries: readonly (readonly [string, FormDataEntryValue])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

/** What a search keeps: the order, what came by a link, and what else the address carries. */
function hiddenFields<Sort extends string>(
  spec: ListSpec<Sort>,
  list: ListAddress<Sort>,
): [string, string][] {
  const fields: [string, string][] = Object.entries(list.kept);
  if (list.sort !== spec.defaultSort) fields.push(['sort', list.sort]);
  if (list.direction !== spec.sorts[list.sort]) fields.push(['direction', list.direction]);
  for (const { name, options } of spec.filters) {
    if (options === undefined) for (const value of valuesOf(list, name)) fields.push([name, value]);
  }
  return fields;
}
