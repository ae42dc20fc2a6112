import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';
import { UserEntity } from '../user/user.entity.ts';

/** A list's filters, sort and columns under a name. It belongs to one person, and nobody else ever reads it. */
export const SavedViewEntity = defineEntity({
  name: 'SavedView',
  tableName: 'saved_view',
  uniques: [{ name: 'saved_view_user_list_name', properties: ['user', 'list', 'name'] }],
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).ref().deleteRule('cascade'),
    list: p.text(),
    name: p.text(),
    search: p.text(),
    createdAt: p.datetime(),
  },
});

export type SavedView = InferEntity<typeof SavedViewEntity>;
