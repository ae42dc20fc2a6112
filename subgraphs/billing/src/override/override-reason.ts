import { z } from 'zod';

const message = 'Give a reason of 3 to 500 characters.';

/** Why somebody grants or revokes: everybody who reads it later depends on it. */
export const overrideReason = z.string().trim().min(3, message).max(500, message);
