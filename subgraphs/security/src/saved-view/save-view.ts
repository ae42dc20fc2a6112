import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText, printableText } from '@intendant/kit/plain-text';
import type { SecurityContext } from '../context.ts';
import { serialise } from '../serialise.ts';
import { UserEntity } from '../user/user.entity.ts';
import { listName } from './list-name.ts';
import { personOf } from './person-of.ts';
import { SavedViewEntity, type SavedView } from './saved-view.entity.ts';

const mostOfAList = 50;

const schema = z.object({
  list: listName,
  name: printableText('name')
    .trim()
    .min(1, 'Give the view a name.')
    .max(60, 'The name must have at most 60 characters.'),
  search: plainText.max(2_000, 'The view is too long to be saved: at most 2000 characters.'),
});

/**
 * Keeps a view of a list for the caller alone; the same name again replaces it. People only. Not audited: it changes
 * nothing for anybody else. Throws `UserError` `BAD_INPUT`, or `LIMIT_REACHED` beyond 50 views of a list.
 */
export async function saveView(ctx: SecurityContext, input: z.input<typeof schema>): Promise<SavedView> {
  const userId = personOf(ctx);
  const { list, name, search } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      await serialise(em, `saved views of ${userId}`);
      const views = await em.find(SavedViewEntity, { user: userId, list });
      const existing = views.find((view) => view.name === name);
      if (!existing && views.length >= mostOfAList) {
        throw new UserError(
          'LIMIT_REACHED',
          `${mostOfAList} views of a list are the most; delete one first.`,
          'name',
        );
      }
      const view =
        existing ??
        em.create(SavedViewEntity, {
          id: randomUUID(),
          user: em.getReference(UserEntity, userId),
          list,
          name,
          search,
          createdAt: ctx.clock.now(),
        });
      em.assign(view, { search, createdAt: ctx.clock.now() });
      await em.persistAndFlush(view);
      return view;
    },
    { clear: true },
  );
}
