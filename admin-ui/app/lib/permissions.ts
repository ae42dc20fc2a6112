/** The permissions the pages ask about; the subgraphs enforce them, the pages only hide. */
export type Permission =
  'platform:read' | 'tenants:read' | 'tenants:write' | 'health:read' | 'billing:read' | 'audit:read';

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
