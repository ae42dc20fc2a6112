import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { deleteSavedView } from './delete-saved-view.ts';
import { listSavedViews } from './list-saved-views.ts';
import { saveView } from './save-view.ts';

export const savedViewResolvers: Resolvers = {
  Query: {
    savedViews: (_, { list }, ctx) => listSavedViews(ctx, list),
  },
  Mutation: {
    saveView: (_, { input }, ctx) =>
      toPayload(async () => ({ savedView: await saveView(ctx, input) }), { savedView: null }),
    deleteSavedView: (_, { input }, ctx) =>
      toPayload(async () => ({ savedView: await deleteSavedView(ctx, input) }), { savedView: null }),
  },
  SavedView: {
    // Saved views have no tenant that would confine them: they are their owner's, and nobody else's.
    __resolveReference: async ({ id }, { caller, loaders }) => {
      const view = isId(id) && caller.kind === 'user' ? await loaders.savedViewById.load(id) : null;
      return view && caller.kind === 'user' && view.user.id === caller.id ? view : null;
    },
  },
};
