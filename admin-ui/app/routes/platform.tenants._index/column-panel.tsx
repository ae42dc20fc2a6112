import { Form, Link, useLocation } from '@remix-run/react';
import { ArrowDownUp, SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '#app/components/ui/button.tsx';
import { sortedListBy } from '#app/lib/list-address.ts';
import { useEscapeToClose } from '#app/lib/keyboard.ts';
import { offeredColumns, shownColumns } from '#app/lib/tenant-columns.ts';
import {
  pageSizeOf,
  pageSizes,
  tenantList,
  tenantListHref,
  type TenantListAddress,
} from '#app/lib/tenant-list.ts';

type PanelProps = { list: TenantListAddress; canBilling: boolean };

/** Which columns the table has, and how many rows a page: a GET form, kept in the address. */
export function ColumnPanel({ list, canBilling }: PanelProps) {
  const shown = shownColumns(list, canBilling).map(({ id }) => id);
  const rest = new URL(tenantListHref({ ...list, trail: [] }), 'http://self.invalid').searchParams;
  rest.delete('columns');
  rest.delete('size');
  return (
    <Disclosure
      className="end"
      summary={
        <>
          <SlidersHorizontal className="icon icon-s" aria-hidden />
          Columns
        </>
      }
    >
      <Form
        method="get"
        action={tenantList.path}
        className="filter-panel"
        key={tenantListHref(list)}
        preventScrollReset
      >
        {[...rest].map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="choose" value="columns" />
        <fieldset>
          <legend>Columns</legend>
          {offeredColumns(canBilling).map(({ id, title }) => (
            <label className="check" key={id}>
              <input type="checkbox" name="column" value={id} defaultChecked={shown.includes(id)} />
              {title}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>Rows a page</legend>
          <div className="flex gap-4">
            {pageSizes.map((size) => (
              <label className="check" key={size}>
                <input type="radio" name="size" value={size} defaultChecked={pageSizeOf(list) === size} />
                {size}
              </label>
            ))}
          </div>
        </fieldset>
        <Button type="submit" kind="primary">
          Show columns
        </Button>
      </Form>
    </Disclosure>
  );
}

/** The order for phones, whose cards have no headings to press. */
export function SortPanel({ list, canBilling }: PanelProps) {
  const sorts = [
    { title: 'Name', sort: 'NAME' as const },
    ...offeredColumns(canBilling).flatMap(({ title, sort }) => (sort === undefined ? [] : [{ title, sort }])),
  ];
  return (
    <Disclosure
      className="phone-only"
      summary={
        <>
          <ArrowDownUp className="icon icon-s" aria-hidden />
          Sort
        </>
      }
    >
      <ul className="filter-panel gap-0">
        {sorts.map(({ title, sort }) => (
          <li key={sort}>
            <Link
              className="menu-item"
              to={tenantListHref(sortedListBy(tenantList, list, sort))}
              aria-current={list.sort === sort ? 'true' : undefined}
              preventScrollReset
            >
              {title}
              {list.sort === sort ? (
                <span className="ml-auto text-xs text-ink-3">
                  {list.direction === 'ASC' ? 'lowest first' : 'highest first'}
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

type DisclosureProps = { className: string; summary: ReactNode; children: ReactNode };

/** Looks like a button, opens without JavaScript, and closes when the list has changed. */
function Disclosure({ className, summary, children }: DisclosureProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => details.current?.removeAttribute('open'), [key]);
  useEscapeToClose(details);
  return (
    <details className={`filter-add as-button ${className}`} ref={details}>
      <summary className="button">{summary}</summary>
      {children}
    </details>
  );
}
