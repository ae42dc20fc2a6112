import type { SubmissionResult } from '@conform-to/react';
import { useEffect, useRef } from 'react';

/** Calls back once when a form that was on its way was taken: it came back without a result of its own. */
export function useWhenDone(
  isPending: boolean,
  lastResult: SubmissionResult | undefined,
  onDone: () => void,
): void {
  const wasPending = useRef(false);
  const latest = useRef(onDone);
  latest.current = onDone;
  useEffect(() => {
    if (wasPending.current && !isPending && lastResult === undefined) latest.current();
    wasPending.current = isPending;
  }, [isPending, lastResult]);
}
