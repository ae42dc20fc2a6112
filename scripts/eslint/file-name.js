// File names are kebab-case words joined by dots (`tenant.entity.ts`), and no file is a barrel: whoever reads an import
// sees where the thing is. Migrations carry their time first (`Migration20261121093000_create_tenant.ts`).
import { basename } from 'node:path';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const migration = /^Migration\d{8,14}_[a-z0-9]+(_[a-z0-9]+)*$/;

export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebab: 'Name this file in kebab-case, for example create-tenant.ts.',
      migration: 'Name a migration Migration<timestamp>_<what_changed>.ts.',
      barrel: 'No index files: import from the file that defines the thing.',
    },
  },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename).replace(/\.[^.]+$/, '');
        if (name === 'index') context.report({ node, messageId: 'barrel' });
        else if (/^migration\d/i.test(name)) {
          if (!migration.test(name)) context.report({ node, messageId: 'migration' });
        } else if (!kebab.test(name)) context.report({ node, messageId: 'kebab' });
      },
    };
  },
};
