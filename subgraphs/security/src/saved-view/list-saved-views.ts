import { requireIdentified } from '@intendant/kit/identity/authorise';
import type { SecurityContext } from '../context.ts';
import { listName } from './list-name.ts';
import { SavedViewEntity, type SavedView } from './saved-view.entity.ts';

/** The caller's own saved views of a list, by name; none for a program, nor of what cannot be a list. */
export async function listSavedViews(ctx: SecurityContext, list: string): Promise<SavedView[]> {
  const caller = requireIdentified(ctx);
  return caller.kind === 'user' && listName.safeParse(list).success
    ? ctx.em.find(
        SavedViewEntity,
        { user: caller.id, list },
        { orderBy: { name: 'asc' }, disableIdentityMap: true },
      )
    : [];
}
