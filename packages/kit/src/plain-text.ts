import { z } from 'zod';

/** Text without control characters: no name has any, and PostgreSQL refuses NUL with an error. */
export const plainText = z.string().regex(/^\P{Cc}*$/u, 'Control characters are not allowed.');
