// What the single keys do to the page. Each says whether it found something to do.

const ROWS = 'main tbody tr, main .risk-list > li, main [data-row]';
const ROW_LINK = '[data-row-link], a[href]';
const TOP_BAR_PX = 56;

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button)$/.test(typeOf(target))))
  );
}

function typeOf(element: HTMLElement): string {
  return element instanceof HTMLInputElement ? element.type : '';
}

/** Menus and dialogs have keys of their own. */
export function isInOverlay(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

export function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
  search?.focus();
  search?.select();
  return search !== null;
}

/** Rows that lead somewhere, in the order of the page. */
function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROWS)].filter(
    (row) => row.querySelector(ROW_LINK) !== null,
  );
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(ROWS) ?? null;
}

/** To the next or previous row; Enter then opens it, because its link has the focus. */
export function moveRow(step: 1 | -1): boolean {
  const all = rows();
  const current = currentRow();
  const index = current === null ? -1 : all.indexOf(current);
  // Without a row to start from, the first one in sight.
  const next =
    index >= 0
      ? all[index + step]
      : (all.find((row) => row.getBoundingClientRect().bottom > TOP_BAR_PX) ?? all[0]);
  const link = next?.querySelector<HTMLElement>(ROW_LINK);
  link?.focus();
  // Never below the bar at the top.
  next?.scrollIntoView?.({ block: 'nearest' });
  return link !== null && link !== undefined;
}

/** Selects the row, or with Shift every row from the one selected last. */
export function toggleRow(isRange: boolean): boolean {
  const checkbox = currentRow()?.querySelector<HTMLInputElement>('input[type="checkbox"]');
  return (
    checkbox?.dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: isRange }),
    ) !== undefined
  );
}

export function openRowMenu(): boolean {
  const trigger = currentRow()?.querySelector<HTMLElement>('[aria-haspopup="menu"]');
  trigger?.focus();
  return (
    trigger?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }),
    ) !== undefined
  );
}

/** To the next time of the row, which then says exactly when; after the last comes the first. */
export function moveTime(): boolean {
  const times = [...(currentRow()?.querySelectorAll<HTMLElement>('time') ?? [])];
  const current = times.findIndex((time) => time === document.activeElement);
  const next = times[(current + 1) % times.length];
  next?.focus();
  return next !== undefined;
}

/** To the tab before or after the current one; the ends do not meet. */
export function moveTab(step: 1 | -1): boolean {
  const tabs = [...document.querySelectorAll<HTMLElement>('main [data-tabs] a')];
  const current = tabs.findIndex((tab) => tab.hasAttribute('aria-current'));
  const next = tabs[Math.max(0, current) + step];
  next?.click();
  return next !== undefined;
}

export function clearSelection(): boolean {
  const button = document.querySelector<HTMLElement>('main [data-clear-selection]');
  button?.click();
  return button !== null;
}
