import { z } from '#app/lib/schema.ts';

export const severities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;
/** What an open incident can be set to; resolving it is an action of its own. */
export const openStatuses = ['INVESTIGATING', 'IDENTIFIED', 'MONITORING'] as const;

const title = z
  .string({ error: 'Say what is wrong.' })
  .trim()
  .min(3, 'Write at least 3 characters.')
  .max(200, 'Write at most 200 characters.');
const text = z.string().trim().max(5000, 'Write at most 5000 characters.');
const severity = z.enum(severities, { error: 'Choose how bad it is.' });

export const openIncidentSchema = z.object({
  title,
  severity,
  text: text.optional(),
  tenantIds: z.array(z.string()).max(100, 'Choose at most 100 tenants.').default([]),
  lead: z.enum(['me', 'none']).default('none'),
  requestKey: z.string().min(1).max(100),
});

export const updateIncidentSchema = z.object({
  version: z.coerce.number().int(),
  title,
  severity,
  status: z.enum(openStatuses),
  lead: z.string().default(''),
  tenantIds: z.array(z.string()).max(100, 'Choose at most 100 tenants.').default([]),
  text: text.optional(),
});

export const incidentNoteSchema = z.object({
  text: z
    .string({ error: 'Write something.' })
    .trim()
    .min(1, 'Write something.')
    .max(5000, 'Write at most 5000 characters.'),
});

export const incidentReasonSchema = z.object({
  text: z
    .string({ error: 'Say it in a sentence: it stays in the timeline.' })
    .trim()
    .min(3, 'Write at least 3 characters.')
    .max(5000, 'Write at most 5000 characters.'),
});
