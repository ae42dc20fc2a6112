import type { AppLoadContext } from '@remix-run/node';

/** Only our own scripts, each with the nonce of its response; no frame, no foreign form target. */
export function securityHeaders({ cspNonce, isDevelopment }: AppLoadContext): [string, string][] {
  // Vite's development server adds style elements and a socket of its own.
  const styles = isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${cspNonce}'`;
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${cspNonce}'`,
    `style-src ${styles}`,
    // Bars and positions are style attributes, which have no nonce.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return [
    ['Content-Security-Policy', policy.join('; ')],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
  ];
}
