import { Form, Link, useLocation, useSubmit } from '@remix-run/react';
import { ListFilter, Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '#app/components/ui/button.tsx';
import { useEscapeToClose } from '#app/lib/keyboard.ts';
import {
  chipsOf,
  flags,
  listSearch,
  readListQuery,
  statuses,
  statusWords,
  type ListQuery,
} from './list-query.ts';

const TYPING_PAUSE_MS = 350;

type TenantFiltersProps = { query: ListQuery; plans: readonly { key: string; name: string }[] };

/** Search and filters as one GET form: the address holds them all, with or without JavaScript. */
export function TenantFilters({ query, plans }: TenantFiltersProps) {
  const submit = useSubmit();
  const { key } = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const panel = useRef<HTMLDetailsElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const chips = chipsOf(query, plans);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The field follows the address when a filter is cleared, but never while someone types in it.
  useEffect(() => {
    const field = search.current;
    if (field !== null && field !== document.activeElement) field.value = query.text;
  }, [query.text]);
  // Applying closes the panel; the chips then say what is in force.
  useEffect(() => panel.current?.removeAttribute('open'), [key]);
  useEscapeToClose(panel);

  const searchSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (form.current !== null) submit(form.current, { replace: true, preventScrollReset: true });
    }, TYPING_PAUSE_MS);
  };

  return (
    <Form method="get" role="search" aria-label="Tenants" className="toolbar" ref={form} preventScrollReset>
      {hiddenSort(query).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="search">
        <Search className="icon" aria-hidden />
        <input
          className="input"
          type="search"
          name="q"
          aria-label="Search tenants"
          placeholder="Name, slug or id"
          defaultValue={query.text}
          ref={search}
          onChange={searchSoon}
        />
        <kbd className="hidden tablet:inline" aria-hidden="true">
          /
        </kbd>
      </div>
      {chips.map((chip) => (
        <div className="chip" key={`${chip.label} ${chip.value}`}>
          <span>{chip.label}</span>
          <b>{chip.value}</b>
          <Link
            to={listSearch(chip.without)}
            aria-label={`Remove filter ${chip.label} ${chip.value}`}
            preventScrollReset
          >
            <X className="icon icon-s" aria-hidden />
          </Link>
        </div>
      ))}
      <details className="filter-add" ref={panel}>
        <summary>
          <ListFilter className="icon icon-s" aria-hidden />
          Add filter
        </summary>
        <div className="filter-panel" key={listSearch({ ...query, text: '', trail: [] })}>
          <CheckGroup
            legend="Status"
            name="status"
            options={statuses.map((value) => ({ value, label: statusWords[value] }))}
            chosen={query.statuses}
          />
          {plans.length === 0 ? null : (
            <CheckGroup
              legend="Plan"
              name="plan"
              options={plans.map((plan) => ({ value: plan.key, label: plan.name }))}
              chosen={query.plans}
            />
          )}
          <fieldset>
            <legend>Condition</legend>
            {flags.map((flag) => (
              <label className="check" key={flag.name}>
                <input
                  type="checkbox"
                  name={flag.name}
                  value="true"
                  defaultChecked={query.flags.includes(flag.name)}
                />
                {flag.label}
              </label>
            ))}
          </fieldset>
          <Button type="submit" kind="primary">
            Apply filters
          </Button>
        </div>
      </details>
      <noscript>
        <Button type="submit">Search</Button>
      </noscript>
    </Form>
  );
}

/** A search keeps the order of the list; what equals the default stays out of the address. */
function hiddenSort({ sort, direction }: ListQuery): [string, string][] {
  const search = new URLSearchParams(listSearch({ ...emptyQuery, sort, direction }));
  return [...search].filter(([name]) => name === 'sort' || name === 'direction');
}

const emptyQuery: ListQuery = readListQuery(new URLSearchParams());

type CheckGroupProps = {
  legend: string;
  name: string;
  options: { value: string; label: string }[];
  chosen: readonly string[];
};

function CheckGroup({ legend, name, options, chosen }: CheckGroupProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="grid grid-cols-2 gap-x-3">
        {options.map((option) => (
          <label className="check" key={option.value}>
            <input
              type="checkbox"
              name={name}
              value={option.value}
              defaultChecked={chosen.includes(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
