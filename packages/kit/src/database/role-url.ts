import { createHmac } from 'node:crypto';
import { DatabaseError } from './database-error.ts';

/** The database a connection string names. Throws `DatabaseError` when it names none. */
export function databaseOf(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  if (!name) {
    throw new DatabaseError('DATABASE_URL names no database; end it with /intendant, for example.');
  }
  return name;
}

/**
 * The cluster-wide name of a role. It carries the database's name because installations and test databases share
 * servers; clones of a template share the template's roles and pass its name as `prefix`.
 */
export function roleName(prefix: string, role: string): string {
  const name = `${prefix}_${role}`;
  if (name.length > 63) {
    throw new DatabaseError(
      `The database name ${prefix} is too long for role names; use at most 50 characters.`,
    );
  }
  return name;
}

/** A role's password, derived from the installation's secret key so that nothing has to be stored or distributed. */
export function rolePassword(secretKey: string, name: string): string {
  return createHmac('sha256', secretKey).update(`database role ${name}`).digest('base64url');
}

/** The connection string of a role (`tenants`, `jobs`, …) in the database that `adminUrl` names. */
export function roleUrl(
  adminUrl: string,
  secretKey: string,
  role: string,
  prefix: string = databaseOf(adminUrl),
): string {
  const url = new URL(adminUrl);
  const name = roleName(prefix, role);
  url.username = encodeURIComponent(name);
  url.password = rolePassword(secretKey, name);
  return url.toString();
}
