import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { personOf } from './person-of.ts';
import { SavedViewEntity, type SavedView } from './saved-view.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Forgets one of the caller's own views; another person's looks missing. People only. Throws `UserError` `NOT_FOUND`.
 */
export async function deleteSavedView(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<SavedView> {
  const userId = personOf(ctx);
  const { id } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const view = isId(id) ? await em.findOne(SavedViewEntity, { id, user: userId }) : null;
      if (!view) {
        throw new UserError('NOT_FOUND', 'There is no such view.', 'id');
      }
      await em.nativeDelete(SavedViewEntity, { id: view.id });
      return view;
    },
    { clear: true },
  );
}
