import { setTimeout as pause } from 'node:timers/promises';

/** Repeats the check until it passes; throws its last failure after `withinMs`. Returns how long it took. */
export async function eventually(check: () => Promise<void>, withinMs: number): Promise<number> {
  const startedAt = Date.now();
  for (;;) {
    try {
      await check();
      return Date.now() - startedAt;
    } catch (error) {
      if (Date.now() - startedAt > withinMs) {
        throw error;
      }
      await pause(20);
    }
  }
}
