import { z } from '#app/lib/schema.ts';

export const nothingSchema = z.object({});

export const changePlanSchema = z.object({
  planKey: z.string({ error: 'Choose a plan.' }).min(1, 'Choose a plan.'),
  startTrial: z.literal('on').optional(),
});
