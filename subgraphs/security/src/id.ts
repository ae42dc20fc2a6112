import { z } from 'zod';

const uuid = z.guid();

/** Whether `id` could name anything of ours; PostgreSQL refuses the rest with an error. */
export function isId(id: string): boolean {
  return uuid.safeParse(id).success;
}
