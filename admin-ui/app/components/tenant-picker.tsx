import type { SubmissionResult } from '@conform-to/react';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useFetcher, useFormAction } from '@remix-run/react';
import { useHydrated } from '#app/lib/now.tsx';
import { paths } from '#app/lib/paths.ts';
import {
  readTenantChoice,
  searchFields,
  type PickedTenant,
  type TenantChoice,
} from '#app/lib/tenant-choice.ts';
import { TenantBoxes } from './tenant-boxes.tsx';
import { StatusShape } from './ui/status.tsx';

type TenantPickerProps = {
  /** Of the control that a summary of errors leads to. */
  id: string;
  name: string;
  label: string;
  hint: string;
  chosen: readonly PickedTenant[];
  /** The form's, when it came back: it says what was chosen and found before JavaScript. */
  result: SubmissionResult | null | undefined;
  error?: string;
  /** Exactly one is wanted: once it is chosen, nothing more is searched for. */
  isSingle?: boolean;
  onChange?: (picked: readonly PickedTenant[]) => void;
};

const TYPING_PAUSE_MS = 250;

/**
 * Chooses tenants by searching for them; what is chosen is sent with the form, a field each. Before JavaScript the
 * server answers the search with boxes to tick (see `findTenants`); what was ticked and typed by then is kept.
 */
export function TenantPicker(props: TenantPickerProps) {
  const { id, name, label, hint, chosen, result, error, isSingle = false, onChange } = props;
  const isHydrated = useHydrated();
  const here = useFormAction();
  const frame = useRef<HTMLFieldSetElement>(null);
  const choice = readTenantChoice(result, name, chosen);
  const [picked, setPicked] = useState<readonly PickedTenant[]>(choice.chosen);
  const { text, search, searched, offers } = useTenantSearch(choice);
  const others = offers.filter((tenant) => !picked.some((each) => each.id === tenant.id));
  const isFull = isHydrated && isSingle && picked.length > 0;

  const change = (next: readonly PickedTenant[]) => {
    setPicked(next);
    onChange?.(next);
  };
  const pick = (tenant: PickedTenant) => {
    change([...picked, tenant]);
    search('');
  };
  useEarlyInput(frame, choice, change, search);
  const searchLabel = isSingle ? 'Search for a tenant' : 'Search tenants to add';
  const errorId = `${id}-error`;
  const describedBy = `${id}-hint${error === undefined ? '' : ` ${errorId}`}`;

  return (
    <fieldset className="field" id={`${id}-choice`} aria-describedby={describedBy} ref={frame}>
      <legend className="field-label">{label}</legend>
      {!isHydrated ? (
        <TenantBoxes name={name} choice={choice} isSingle={isSingle} />
      ) : picked.length === 0 ? null : (
        <ul className="flex flex-wrap gap-1.5">
          {picked.map((tenant) => (
            <li className="chip" key={tenant.id}>
              <input type="hidden" name={name} value={tenant.id} />
              <b title={tenant.name}>{tenant.name}</b>
              <button
                type="button"
                id={isFull ? id : undefined}
                data-invalid={isFull && error !== undefined ? true : undefined}
                aria-label={`Remove ${tenant.name}`}
                onClick={() => change(picked.filter((each) => each.id !== tenant.id))}
              >
                <X className="icon icon-s" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {isFull ? null : (
        <div className="flex gap-2">
          <div className="search">
            <Search className="icon" aria-hidden />
            <input
              className="input"
              id={id}
              type="text"
              role="searchbox"
              name={isHydrated ? undefined : searchFields.text}
              aria-label={searchLabel}
              placeholder={searchLabel}
              value={text}
              autoComplete="off"
              aria-invalid={error === undefined ? undefined : true}
              aria-describedby={describedBy}
              onChange={(event) => search(event.currentTarget.value)}
              onKeyDown={(event) => {
                const [first] = others;
                if (event.key !== 'Enter') return;
                // The search is no submit; the first match is what was meant.
                event.preventDefault();
                if (first !== undefined) pick(first);
              }}
            />
          </div>
          {isHydrated ? null : (
            <button
              type="submit"
              className="button"
              name={searchFields.find}
              value="on"
              formNoValidate
              formAction={`${here}#${id}-choice`}
            >
              Find
            </button>
          )}
        </div>
      )}
      {!isHydrated || others.length === 0 || isFull ? null : (
        <ul className="picker-offers" aria-label="Matching tenants">
          {others.slice(0, 6).map((tenant) => (
            <li key={tenant.id}>
              <button type="button" className="button" title={tenant.name} onClick={() => pick(tenant)}>
                {isSingle ? 'Choose' : 'Add'} <span className="truncate">{tenant.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="hint" id={`${id}-hint`} role="status">
        {searched !== null && others.length === 0 ? saidOf(searched) : hint}
      </span>
      {error === undefined ? null : (
        <span className="field-error" id={errorId}>
          <StatusShape state="critical" />
          {error}
        </span>
      )}
    </fieldset>
  );
}

function saidOf(searched: string): string {
  return searched === ''
    ? 'Write a part of the name or slug, then find it.'
    : `No other tenant matches “${searched}”.`;
}

/** Searches while somebody writes; until then there is what was found before JavaScript. */
function useTenantSearch(choice: TenantChoice) {
  const { state, data, load } = useFetcher<{ tenants: PickedTenant[] }>();
  const [text, setText] = useState('');
  const pause = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(pause.current), []);
  const search = (value: string) => {
    setText(value);
    clearTimeout(pause.current);
    const q = value.trim();
    if (q !== '') pause.current = setTimeout(() => load(paths.tenantSearch({ q })), TYPING_PAUSE_MS);
  };
  const typed = text.trim();
  if (typed !== '') {
    return {
      text,
      search,
      offers: data?.tenants ?? [],
      searched: state === 'idle' && data !== undefined ? typed : null,
    };
  }
  const isFirst = data === undefined;
  return {
    text,
    search,
    offers: isFirst ? choice.offers : [],
    searched: isFirst ? choice.searched : null,
  };
}

/** Takes over, once, what was ticked and typed before the page became interactive. */
function useEarlyInput(
  frame: RefObject<HTMLFieldSetElement>,
  choice: TenantChoice,
  change: (picked: readonly PickedTenant[]) => void,
  search: (text: string) => void,
): void {
  const latest = useRef({ choice, change, search });
  latest.current = { choice, change, search };
  useEffect(() => {
    const { chosen, offers } = latest.current.choice;
    const fields = [...(frame.current?.querySelectorAll('input') ?? [])];
    const boxes = fields.filter(({ type }) => type === 'checkbox' || type === 'radio');
    const isTicked = ({ id }: PickedTenant) => boxes.some((box) => box.checked && box.value === id);
    const ticked = [...chosen, ...offers].filter(isTicked);
    const isSame = ticked.length === chosen.length && chosen.every(isTicked);
    if (boxes.length > 0 && !isSame) latest.current.change(ticked);
    const typed = fields.find(({ name }) => name === searchFields.text)?.value ?? '';
    if (typed !== '') latest.current.search(typed);
  }, [frame]);
}
