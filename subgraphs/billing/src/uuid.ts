import { z } from 'zod';

const uuid = z.guid();

/** Whether `id` could name anything at all; PostgreSQL refuses the rest with an error. */
export function isUuid(id: string): boolean {
  return uuid.safeParse(id).success;
}
