import { z } from 'zod';

// The page's policy forbids code from text. Zod would try all the same and fall back, and each try is reported.
if (typeof document !== 'undefined') {
  z.config({ jitless: true });
}

/** Zod, for schemas of forms, which the browser checks as well as the server. */
export { z };
