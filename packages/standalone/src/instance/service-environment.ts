import { identityKeys } from './identity-keys.ts';

export type ServiceName = 'tenants' | 'billing' | 'health' | 'security' | 'gateway';

/**
 * The secrets each process of the distributed form needs, and no other's: its own database role, and its half of the
 * identity key pair.
 */
export function serviceEnvironments(
  urlFor: (role: string) => string,
  secretKey: string,
): Record<ServiceName, Record<string, string>> {
  const { privateKey, publicKey } = identityKeys(secretKey);
  const ofSubgraph = (name: string): Record<string, string> => ({
    DATABASE_URL: urlFor(name),
    JOBS_DATABASE_URL: urlFor('jobs'),
    INTENDANT_IDENTITY_PUBLIC_KEY: oneLine(publicKey),
  });
  return {
    // The tenants service makes the backups, of everybody's data.
    tenants: { ...ofSubgraph('tenants'), BACKUP_DATABASE_URL: urlFor('backup') },
    billing: ofSubgraph('billing'),
    health: ofSubgraph('health'),
    security: ofSubgraph('security'),
    gateway: { DATABASE_URL: urlFor('gateway'), INTENDANT_IDENTITY_PRIVATE_KEY: oneLine(privateKey) },
  };
}

/** As lines of an env file. */
export function toEnvFile(environment: Record<string, string>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** With every secret replaced, to be looked at. */
export function withoutSecrets(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      name.endsWith('DATABASE_URL') ? value.replace(/:[^:@/]+@/, ':••••@') : '••••',
    ]),
  );
}

function oneLine(pem: string): string {
  return pem.trim().replaceAll('\n', '\\n');
}
