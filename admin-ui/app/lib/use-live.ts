import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { AnyVariables } from '@urql/core';
import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { liveClient } from './live-client.ts';

export type LiveStatus = { state: 'connecting' | 'live' | 'reconnecting' | 'stale'; attempt: number };

/** Without a sign of life for this long, figures are called stale. */
export const STALE_AFTER_MS = 30_000;
const CHECK_MS = 1_000;
const RESUBSCRIBE_MS = 5_000;

/**
 * Subscribes while the page is shown and says how the connection is. Events go to `onData`; the caller decides what
 * they replace.
 */
export function useLive<D, V extends AnyVariables>(
  document: TypedDocumentNode<D, V>,
  variables: V,
  onData: (data: D) => void,
  isEnabled = true,
): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>({ state: 'connecting', attempt: 0 });
  const key = JSON.stringify(variables);
  const { revalidate } = useRevalidator();
  // Read when needed, so that a new function does not open a new subscription.
  const latest = useRef({ onData, revalidate });
  latest.current = { onData, revalidate };
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (!isEnabled) return undefined;
    let lastSign = Date.now();
    let isOpen = false;
    let attempt = 0;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      const state = liveState(isOpen, Date.now() - lastSign, attempt);
      setStatus((known) => (known.state === state && known.attempt === attempt ? known : { state, attempt }));
    };
    const client = liveClient();
    const stopListening = client.listen((event) => {
      isOpen = event.state === 'open' || event.state === 'alive';
      if (isOpen) lastSign = Date.now();
      // The loaders know whether the session ended; if so they lead to the sign-in page and back.
      if (event.state === 'refused') latest.current.revalidate();
      attempt = isOpen ? 0 : Math.max(1, event.attempt);
      update();
    });
    const subscription = client.urql
      .subscription(document, JSON.parse(key) as V)
      .subscribe(({ data, error }) => {
        if (error && retry === undefined)
          retry = setTimeout(() => setRound((known) => known + 1), RESUBSCRIBE_MS);
        if (data === undefined || data === null) return;
        lastSign = Date.now();
        isOpen = true;
        attempt = 0;
        update();
        latest.current.onData(data);
      });
    const timer = setInterval(update, CHECK_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(retry);
      subscription.unsubscribe();
      stopListening();
    };
  }, [document, key, isEnabled, round]);

  return status;
}

/** What to call a connection; exported for its tests. */
export function liveState(isOpen: boolean, silentMs: number, attempt: number): LiveStatus['state'] {
  if (silentMs > STALE_AFTER_MS) return 'stale';
  if (isOpen) return 'live';
  return attempt > 0 ? 'reconnecting' : 'connecting';
}

const severity: Record<LiveStatus['state'], number> = { live: 0, connecting: 1, reconnecting: 2, stale: 3 };

/** Several live parts of one page are as good as the worst of them. */
export function worstStatus(statuses: readonly LiveStatus[]): LiveStatus {
  return statuses.reduce<LiveStatus>(
    (worst, status) => (severity[status.state] > severity[worst.state] ? status : worst),
    statuses[0] ?? { state: 'connecting', attempt: 0 },
  );
}
