import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useFetcher } from '@remix-run/react';
import { paths } from '#app/lib/paths.ts';
import { StatusShape } from './ui/status.tsx';

export type PickedTenant = { id: string; name: string };

type TenantPickerProps = {
  /** Of the control that a summary of errors leads to. */
  id: string;
  name: string;
  label: string;
  hint: string;
  chosen: readonly PickedTenant[];
  error?: string;
  /** Exactly one is wanted: once it is chosen, nothing more is searched for. */
  isSingle?: boolean;
  onChange?: (picked: readonly PickedTenant[]) => void;
};

const TYPING_PAUSE_MS = 250;

/** Chooses tenants by searching for them; what is chosen is sent with the form, a field each. */
export function TenantPicker(props: TenantPickerProps) {
  const { id, name, label, hint, chosen, error, isSingle = false, onChange } = props;
  const [picked, setPicked] = useState<readonly PickedTenant[]>(chosen);
  const pause = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(pause.current), []);
  const [text, setText] = useState('');
  const found = useFetcher<{ tenants: PickedTenant[] }>();
  const offers = text.trim() === '' ? [] : (found.data?.tenants ?? []);
  const others = offers.filter((tenant) => !picked.some((each) => each.id === tenant.id));

  const isFull = isSingle && picked.length > 0;

  const search = (value: string) => {
    setText(value);
    clearTimeout(pause.current);
    if (value.trim() !== '')
      pause.current = setTimeout(() => found.load(paths.tenantSearch({ q: value.trim() })), TYPING_PAUSE_MS);
  };
  const change = (next: readonly PickedTenant[]) => {
    setPicked(next);
    onChange?.(next);
  };
  const pick = (tenant: PickedTenant) => {
    change([...picked, tenant]);
    setText('');
  };
  const action = isSingle ? 'Choose' : 'Add';
  const searchLabel = isSingle ? 'Search for a tenant' : 'Search tenants to add';
  const errorId = `${id}-error`;
  const describedBy = `${id}-hint${error === undefined ? '' : ` ${errorId}`}`;

  return (
    <fieldset className="field" aria-describedby={describedBy}>
      <legend className="field-label">{label}</legend>
      {picked.length === 0 ? null : (
        <ul className="flex flex-wrap gap-1.5">
          {picked.map((tenant) => (
            <li className="chip" key={tenant.id}>
              <input type="hidden" name={name} value={tenant.id} />
              <b>{tenant.name}</b>
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
        <div className="search">
          <Search className="icon" aria-hidden />
          <input
            className="input"
            id={id}
            type="text"
            role="searchbox"
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
      )}
      {others.length === 0 || isFull ? null : (
        <ul className="picker-offers" aria-label="Matching tenants">
          {others.slice(0, 6).map((tenant) => (
            <li key={tenant.id}>
              <button type="button" className="button" onClick={() => pick(tenant)}>
                {action} {tenant.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="hint" id={`${id}-hint`} role="status">
        {text.trim() !== '' && found.state === 'idle' && found.data !== undefined && others.length === 0
          ? `No other tenant matches “${text.trim()}”.`
          : hint}
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
