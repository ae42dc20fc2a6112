import { z } from 'zod';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import type { Incident } from './incident.entity.ts';
import { textSchema } from './incident-fields.ts';
import {
  authoriseIncidentWork,
  loadIncidentForChange,
  recordIncidentChange,
} from './record-incident-change.ts';

const schema = z.object({ id: z.string(), text: textSchema(1) });

/**
 * Writes a note into an incident's timeline, also when it is resolved: what was learned comes afterwards. Platform
 * callers only. Throws `UserError` `NOT_FOUND`, `BAD_INPUT`.
 */
export async function addIncidentNote(ctx: HealthContext, input: z.input<typeof schema>): Promise<Incident> {
  const author = authoriseIncidentWork(ctx);
  const { id, text } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const incident = await loadIncidentForChange(em, id);
      await recordIncidentChange(em, ctx, {
        action: 'incident.note',
        incident,
        author,
        entries: [{ kind: 'NOTE', text, before: null, after: null }],
        before: null,
        after: { text },
      });
      return incident;
    },
    { clear: true },
  );
}
