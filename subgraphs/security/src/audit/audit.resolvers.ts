import type { Resolvers } from '../generated/resolvers.ts';
import type { AuditEntry } from './audit-entry.ts';
import { auditVocabulary } from './audit-vocabulary.ts';
import { findAuditEntry } from './find-audit-entry.ts';
import { listAuditEntries } from './list-audit-entries.ts';

const callerKinds = { user: 'USER', key: 'API_KEY', service: 'SERVICE', anonymous: 'SERVICE' } as const;

export const auditResolvers: Resolvers = {
  Query: {
    auditEntries: (_, args, ctx) => listAuditEntries(ctx, args),
    auditEntry: (_, { id }, ctx) => findAuditEntry(ctx, id),
    auditVocabulary: (_, _args, ctx) => auditVocabulary(ctx),
  },
  AuditEntry: {
    callerKind: ({ callerKind }) => callerKinds[callerKind],
    // Nothing is changed by nobody; an entry without a caller would still be readable.
    callerId: ({ callerId }) => callerId ?? 'unknown',
    callerName: ({ callerName }) => callerName ?? 'Unknown',
    actedBy: ({ actorName, callerName }) => actorName ?? callerName ?? 'Unknown',
    requestId: ({ requestId }) => requestId ?? '',
    tenant: ({ tenantId }: AuditEntry) => (tenantId === null ? null : { id: tenantId }),
  },
};
