import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { findSettingByKey } from './find-setting-by-key.ts';
import { listAllSettings } from './list-all-settings.ts';
import { updateSetting } from './update-setting.ts';

export const settingResolvers: Resolvers = {
  Query: {
    settings: (_, _args, ctx) => listAllSettings(ctx),
  },
  Mutation: {
    updateSetting: (_, { input }, ctx) =>
      toPayload(async () => ({ setting: await updateSetting(ctx, input) }), { setting: null }),
  },
  Setting: {
    __resolveReference: ({ key }, ctx) => findSettingByKey(ctx, key),
  },
};
