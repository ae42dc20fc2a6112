import { z } from 'zod';

/** What the views of a list are kept under. */
export const listName = z.string().regex(/^[a-z-]{1,50}$/, 'Name the list by 1 to 50 of a-z and hyphens.');
