import { Agent, fetch as undiciFetch } from 'undici';

export type GatewayFetch = (path: string, init: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 30_000;

/** Reaches the gateway over keep-alive HTTP. */
export function httpGatewayFetch(gatewayUrl: string | undefined): GatewayFetch {
  if (gatewayUrl === undefined)
    throw new Error('The admin UI needs a gateway: give gatewayFetch or gatewayUrl.');
  const dispatcher = new Agent({ connections: 64, keepAliveTimeout: 30_000, headersTimeout: TIMEOUT_MS });
  return async (path, init) => {
    // undici's own types and those of Node's globals describe the same classes but are declared apart.
    const options = { ...init, dispatcher } as unknown as Parameters<typeof undiciFetch>[1];
    return (await undiciFetch(new URL(path, gatewayUrl), options)) as unknown as Response;
  };
}
