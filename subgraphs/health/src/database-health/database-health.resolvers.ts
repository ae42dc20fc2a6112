import type { Resolvers } from '../generated/resolvers.ts';
import { databaseBackups } from './database-backups.ts';
import { statements } from './statements.ts';

export const databaseHealthResolvers: Resolvers = {
  Query: {
    databaseBackups: (_, { first }, ctx) => databaseBackups(ctx, first),
    statements: (_, { first }, ctx) => statements(ctx, first),
  },
};
