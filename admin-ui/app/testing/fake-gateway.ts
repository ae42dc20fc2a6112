import type { AppLoadContext } from '@remix-run/node';

type Answer = { data?: unknown; errors?: { message: string; extensions?: Record<string, unknown> }[] };
export type Answers = Record<string, Answer | ((variables: Record<string, unknown>) => Answer)>;

export type GatewayCall = {
  operation: string;
  variables: Record<string, unknown>;
  authorization: string | null;
};

/** Stands in for the gateway in tests: answers by the name of the operation and remembers what was asked. */
export function fakeGateway(answers: Answers) {
  const calls: GatewayCall[] = [];
  const gatewayFetch = (_path: string, init: RequestInit): Promise<Response> => {
    const { operationName, variables } = JSON.parse(String(init.body)) as {
      operationName: string;
      variables: Record<string, unknown>;
    };
    calls.push({
      operation: operationName,
      variables,
      authorization: new Headers(init.headers).get('authorization'),
    });
    const answer = answers[operationName] ?? { errors: [{ message: `no answer for ${operationName}` }] };
    return Promise.resolve(Response.json(typeof answer === 'function' ? answer(variables) : answer));
  };
  const context: AppLoadContext = {
    gatewayFetch,
    requestId: 'request-0001',
    clientAddress: '127.0.0.1',
    cspNonce: 'nonce',
    isSecureOrigin: true,
    isDevelopment: false,
  };
  return { context, calls };
}

export const sessionCookie = '__Host-intendant-session=token-1';

/** The signed-in person, with a role's permissions. */
export function aViewer(permissions: string[]): Answer {
  return {
    data: {
      viewer: {
        id: 'user-1',
        name: 'Mara Keller',
        email: 'mara@stage.example',
        platformRole: 'ADMIN',
        permissions,
      },
    },
  };
}

const support = [
  'platform:read',
  'tenants:read',
  'health:read',
  'incidents:write',
  'users:read',
  'audit:read',
];
const admin = [
  ...support,
  'settings:write',
  'tenants:write',
  'billing:read',
  'billing:write',
  'jobs:write',
  'users:write',
  'keys:read',
];

// The permissions of product roles, as far as the pages ask about them.
export const roles = {
  owner: [...admin, 'roles:write'],
  admin,
  viewer: [
    'platform:read',
    'tenants:read',
    'billing:read',
    'health:read',
    'users:read',
    'keys:read',
    'audit:read',
  ],
  support,
  billing: ['platform:read', 'tenants:read', 'billing:read', 'billing:write'],
  tenantOwner: ['tenants:read', 'tenants:write', 'billing:read', 'health:read', 'audit:read'],
};
