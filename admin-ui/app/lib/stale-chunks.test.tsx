import { recoverFromStaleChunks } from './stale-chunks.ts';

/** A window as far as the recovery needs one; jsdom cannot reload. */
function aWindow() {
  const events = new EventTarget();
  const store = new Map<string, string>();
  const reload = { count: 0 };
  const target = {
    addEventListener: events.addEventListener.bind(events),
    sessionStorage: { getItem: (key: string) => store.get(key) ?? null, setItem: store.set.bind(store) },
    location: { reload: () => (reload.count += 1) },
  } as unknown as Window;
  const failToLoad = () => {
    const event = new Event('vite:preloadError', { cancelable: true });
    events.dispatchEvent(event);
    return event;
  };
  return { target, reload, failToLoad };
}

test('reloads the page once when a chunk of an older version is gone', () => {
  const { target, reload, failToLoad } = aWindow();
  recoverFromStaleChunks(target);

  const event = failToLoad();

  expect(reload.count).toBe(1);
  expect(event.defaultPrevented).toBe(true);
});

test('never reloads in a circle: a second failure is left to the error page', () => {
  const { target, reload, failToLoad } = aWindow();
  recoverFromStaleChunks(target);
  failToLoad();

  const event = failToLoad();

  expect(reload.count).toBe(1);
  expect(event.defaultPrevented).toBe(false);
});
