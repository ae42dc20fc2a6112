import '@remix-run/server-runtime';

/** How loaders and actions reach the gateway: over HTTP, or in standalone directly in the same process. */
export type GatewayFetch = (path: string, init: RequestInit) => Promise<Response>;

/** What the hosting server gives every request. */
export type RequestContext = {
  gatewayFetch: GatewayFetch;
  /** Names this request in logs and on error pages. */
  requestId: string;
  /** Where the browser is; the gateway limits callers without a session by it. */
  clientAddress: string;
  /** Allows exactly the scripts of this response. */
  cspNonce: string;
  /** Whether the browser treats the origin as secure: https, or localhost. */
  isSecureOrigin: boolean;
  isDevelopment: boolean;
};

declare module '@remix-run/server-runtime' {
  // Declaration merging needs an interface.
  interface AppLoadContext extends RequestContext {}
  interface Future {
    v3_singleFetch: true;
  }
}
