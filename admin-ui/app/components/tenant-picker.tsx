import { Search, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useFetcher } from '@remix-run/react';
import { paths } from '#app/lib/paths.ts';

export type PickedTenant = { id: string; name: string };

type TenantPickerProps = {
  name: string;
  label: string;
  hint: string;
  chosen: readonly PickedTenant[];
  error?: string;
};

const TYPING_PAUSE_MS = 250;
let pause: ReturnType<typeof setTimeout> | undefined;

/** Chooses tenants by searching for them; what is chosen is a list of checkboxes, so it is sent without JavaScript. */
export function TenantPicker({ name, label, hint, chosen, error }: TenantPickerProps) {
  const id = useId();
  const [picked, setPicked] = useState<readonly PickedTenant[]>(chosen);
  const [text, setText] = useState('');
  const found = useFetcher<{ tenants: PickedTenant[] }>();
  const offers = text.trim() === '' ? [] : (found.data?.tenants ?? []);
  const others = offers.filter((tenant) => !picked.some((each) => each.id === tenant.id));

  const search = (value: string) => {
    setText(value);
    clearTimeout(pause);
    if (value.trim() !== '')
      pause = setTimeout(() => found.load(paths.tenantSearch({ q: value.trim() })), TYPING_PAUSE_MS);
  };
  const pick = (tenant: PickedTenant) => {
    setPicked((known) => [...known, tenant]);
    setText('');
  };

  return (
    <fieldset className="field" aria-describedby={`${id}-hint`}>
      <legend className="field-label">{label}</legend>
      {picked.length === 0 ? null : (
        <ul className="flex flex-wrap gap-1.5">
          {picked.map((tenant) => (
            <li className="chip" key={tenant.id}>
              <input type="hidden" name={name} value={tenant.id} />
              <b>{tenant.name}</b>
              <button
                type="button"
                aria-label={`Remove ${tenant.name}`}
                onClick={() => setPicked((known) => known.filter((each) => each.id !== tenant.id))}
              >
                <X className="icon icon-s" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="search">
        <Search className="icon" aria-hidden />
        <input
          className="input"
          type="text"
          role="searchbox"
          aria-label="Search tenants to add"
          placeholder="Search tenants to add"
          value={text}
          autoComplete="off"
          aria-invalid={error === undefined ? undefined : true}
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
      <ul className="picker-offers" aria-label="Matching tenants">
        {others.slice(0, 6).map((tenant) => (
          <li key={tenant.id}>
            <button type="button" className="button quiet" onClick={() => pick(tenant)}>
              Add {tenant.name}
            </button>
          </li>
        ))}
      </ul>
      <span className="hint" id={`${id}-hint`} role="status">
        {text.trim() !== '' && found.state === 'idle' && found.data !== undefined && others.length === 0
          ? `No other tenant matches “${text.trim()}”.`
          : hint}
      </span>
      {error === undefined ? null : <span className="field-error">{error}</span>}
    </fieldset>
  );
}
