import { useLocation, useNavigate } from '@remix-run/react';
import { CalendarRange } from 'lucide-react';
import { useEffect, useRef, type FormEvent } from 'react';
import { formatClock, formatDay } from '#app/lib/format-time.ts';
import { useEscapeToClose } from '#app/lib/keyboard.ts';
import { useHydrated, useTimeZone } from '#app/lib/now.tsx';
import {
  rangeFacts,
  rangeKeys,
  timeWindowSearch,
  type RangeKey,
  type ReadTimeWindow,
} from '#app/lib/time-window.ts';
import { Button } from './button.tsx';
import { Segments } from './tabs.tsx';

type TimeWindowPickerProps = ReadTimeWindow & {
  /** The presets that make sense for what is shown. */
  presets?: readonly RangeKey[];
  label?: string;
};

/**
 * Presets and a window of one's own, kept in the address as `range=` or `from=&to=`. Times are entered in the
 * reader's zone, which is named; before JavaScript they are UTC.
 */
export function TimeWindowPicker(props: TimeWindowPickerProps) {
  const { window, problem, presets = rangeKeys, label = 'Window of time' } = props;
  const { search, key } = useLocation();
  const zone = useTimeZone();
  const panel = useRef<HTMLDetailsElement>(null);
  const isCustom = window.range === null;
  useEffect(() => {
    if (problem === null) panel.current?.removeAttribute('open');
  }, [key, problem]);
  useEscapeToClose(panel);
  const current = new URLSearchParams(search);
  return (
    <div className="toolbar">
      <Segments
        label={label}
        tabs={presets.map((preset) => ({
          label: rangeFacts[preset].label,
          to: timeWindowSearch(current, { range: preset }),
          isCurrent: window.range === preset && problem === null,
        }))}
      />
      <details className="filter-add" ref={panel} open={problem === null ? undefined : true}>
        <summary aria-current={isCustom ? 'true' : undefined}>
          <CalendarRange className="icon icon-s" aria-hidden />
          {isCustom ? windowText(window.from, window.to, zone) : 'Custom'}
        </summary>
        <CustomWindow key={`${search} ${zone}`} {...props} zone={zone} />
      </details>
    </div>
  );
}

function CustomWindow({ window, problem, zone }: TimeWindowPickerProps & { zone: string }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const isHydrated = useHydrated();
  const current = new URLSearchParams(search);
  const asked = (name: 'from' | 'to') => (problem === null ? window[name] : current.get(name));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    const from = instantIn(form.get('from'));
    // Without a start the server says what is missing.
    if (!isHydrated || from === null) return;
    event.preventDefault();
    const next = timeWindowSearch(current, { from, to: instantIn(form.get('to')) });
    navigate(`${pathname}${next}`, { preventScrollReset: true });
  };
  return (
    <form method="get" className="filter-panel" onSubmit={submit} aria-label="Window of your own">
      {[...current]
        .filter(([name]) => !['range', 'from', 'to', 'after', 'page'].includes(name))
        .map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
      {problem === null ? null : (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="field">
        <label htmlFor="window-from">From</label>
        <input
          id="window-from"
          className="input"
          type="datetime-local"
          name="from"
          required
          defaultValue={fieldValue(asked('from'), zone)}
        />
      </div>
      <div className="field">
        <label htmlFor="window-to">To</label>
        <input
          id="window-to"
          className="input"
          type="datetime-local"
          name="to"
          defaultValue={fieldValue(asked('to'), zone)}
        />
        <span className="hint">Left empty, until now. Times in {zone}.</span>
      </div>
      <Button type="submit" kind="primary">
        Show window
      </Button>
    </form>
  );
}

/** What the field says in the reader's zone, as an instant; null when it is empty. */
function instantIn(value: FormDataEntryValue | null): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** An instant as a `datetime-local` field writes it, in the given zone. */
function fieldValue(at: string | null, zone: string): string {
  const instant = at === null ? null : new Date(at);
  if (instant === null || Number.isNaN(instant.getTime())) return '';
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(instant);
  return parts.replace(' ', 'T');
}

function windowText(from: string, to: string | null, zone: string): string {
  const say = (at: string) => `${formatDay(new Date(at), zone)}, ${formatClock(new Date(at), zone)}`;
  return `${say(from)} to ${to === null ? 'now' : say(to)}`;
}
