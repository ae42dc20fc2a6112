import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const boxes = (form: HTMLFormElement | null) =>
  [...(form?.querySelectorAll<HTMLInputElement>('tbody input[name="id"]') ?? [])].map((box) => box);

const checkedOf = (form: HTMLFormElement | null) =>
  boxes(form)
    .filter((box) => box.checked)
    .map((box) => box.value);

/**
 * Which rows are chosen. The checkboxes hold the truth, so that a choice made before JavaScript counts and a plain
 * submit sends it; this only reads them, and adds ranges (Shift), all of the page, and clearing (Esc).
 */
export function useRowSelection(form: RefObject<HTMLFormElement>, rows: readonly unknown[]) {
  const [ids, setIds] = useState<readonly string[]>([]);
  const last = useRef<HTMLInputElement | null>(null);
  const read = useCallback(() => setIds(checkedOf(form.current)), [form]);
  // Another page brings other rows; those that stayed are still chosen.
  useEffect(read, [read, rows]);

  const setAll = useCallback(
    (isChecked: boolean) => {
      for (const box of boxes(form.current)) box.checked = isChecked;
      read();
    },
    [form, read],
  );

  useEffect(() => {
    const element = form.current;
    const onClick = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.name !== 'id') return;
      const all = boxes(element);
      const from = last.current === null ? -1 : all.indexOf(last.current);
      if (event.shiftKey && from >= 0) {
        const to = all.indexOf(box);
        for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
      }
      last.current = box;
      read();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isInOverlay(event.target)) return;
      if (checkedOf(element).length > 0) setAll(false);
    };
    element?.addEventListener('click', onClick);
    document.addEventListener('keydown', onKey);
    return () => {
      element?.removeEventListener('click', onClick);
      document.removeEventListener('keydown', onKey);
    };
  }, [form, read, setAll]);

  return { ids, setAll };
}

/** Escape belongs to what floats above the page, and to fields, before it belongs to the list. */
function isInOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      '[role="menu"], [role="dialog"], [role="alertdialog"], details[open], input[type="search"]',
    ) !== null
  );
}

/** Rows never move under the pointer: what appears above them scrolls the page by its height. */
export function useSteadyRows(bar: RefObject<HTMLElement>, isShown: boolean): void {
  const height = useRef(0);
  useLayoutEffect(() => {
    const next = isShown ? (bar.current?.offsetHeight ?? 0) : 0;
    const moved = next - height.current;
    height.current = next;
    if (moved !== 0) window.scrollBy(0, moved);
  }, [bar, isShown]);
}
