import { Logger } from 'graphile-worker';
import type { Log } from '../log.ts';

/** graphile-worker's messages in our log; its chatter about every job only at debug level. */
export function workerLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const fields = meta && 'error' in meta ? { err: meta['error'] } : {};
    switch (level) {
      case 'error':
        log.error(fields, message);
        break;
      case 'warning':
        log.warn(fields, message);
        break;
      default:
        log.debug(fields, message);
    }
  });
}
