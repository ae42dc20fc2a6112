import { useEffect, useRef } from 'react';
import { useHydrated } from '#app/lib/now.tsx';

type SelectAllProps = { count: number; total: number; onAll: (isChecked: boolean) => void };

/** Chooses every row of the page, or none. It needs JavaScript, so before that there is none. */
export function SelectAll({ count, total, onAll }: SelectAllProps) {
  const isHydrated = useHydrated();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = count > 0 && count < total;
  }, [count, total, isHydrated]);
  if (!isHydrated) return <span className="sr-only">Select</span>;
  return (
    <label>
      <span className="sr-only">Select all tenants on this page</span>
      <input
        ref={box}
        type="checkbox"
        checked={total > 0 && count === total}
        onChange={(event) => onAll(event.currentTarget.checked)}
      />
    </label>
  );
}
