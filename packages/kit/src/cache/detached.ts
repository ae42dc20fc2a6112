import { AsyncResource } from 'node:async_hooks';

const process = new AsyncResource('intendant');

/** Runs work that belongs to no request, so that the deadline of whoever happened to start it does not cancel it. */
export function detached<T>(work: () => T): T {
  return process.runInAsyncScope(work);
}
