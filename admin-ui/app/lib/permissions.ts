/** The permissions the pages ask about; the subgraphs enforce them, the pages only hide. */
export type Permission =
  | 'platform:read'
  | 'settings:write'
  | 'tenants:read'
  | 'tenants:write'
  | 'billing:read'
  | 'billing:write'
  | 'health:read'
  | 'incidents:write'
  | 'jobs:write'
  | 'users:read'
  | 'users:write'
  | 'roles:write'
  | 'keys:read'
  | 'audit:read';

export type Caller = {
  id: string;
  name: string;
  email: string | null;
  role: string | null;
  permissions: readonly string[];
};

export function may(caller: Pick<Caller, 'permissions'>, ...needed: Permission[]): boolean {
  return needed.every((permission) => caller.permissions.includes(permission));
}
