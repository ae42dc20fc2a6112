import { booleanFlag, logLevel, parseEnv, pem, port, postgresUrl } from '@intendant/kit/env';
import { z } from 'zod';

const address = z.string().url();
const list = z
  .string()
  .transform((value) => value.split(',').map((item) => item.trim()))
  .pipe(z.array(address));

const gatewayEnv = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('0.0.0.0'),
  /** The gateway's own role. */
  DATABASE_URL: postgresUrl,
  /** The private half of the Ed25519 key with which callers are vouched for, PEM or JWK. */
  INTENDANT_IDENTITY_PRIVATE_KEY: pem,
  /** Where each subgraph serves; several replicas separated by commas. */
  TENANTS_URL: list.default(['http://127.0.0.1:4001']),
  BILLING_URL: list.default(['http://127.0.0.1:4002']),
  HEALTH_URL: list.default(['http://127.0.0.1:4003']),
  SECURITY_URL: list.default(['http://127.0.0.1:4004']),
  /** Where the admin UI serves; pages are 404 without it. */
  ADMIN_UI_URL: address.optional(),
  INTENDANT_INTROSPECTION: booleanFlag.default(false),
  /** Origins, separated by commas, whose pages may use the session cookie beside the gateway's own. */
  INTENDANT_ALLOWED_ORIGINS: list.default([]),
  /** Whether a proxy of ours sets X-Forwarded-For and X-Forwarded-Host. */
  INTENDANT_TRUST_PROXY: booleanFlag.default(false),
  LOG_LEVEL: logLevel,
});

const openGatewayEnv = z.object({
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: logLevel.default('warn'),
  /** Where the command was typed; npm runs it in the repository's folder. */
  INIT_CWD: z.string().default(process.cwd()),
});

export type GatewayEnv = z.infer<typeof gatewayEnv>;

/** The gateway's configuration. Throws `EnvError` with one line that names what is wrong. */
export function readGatewayEnv(): GatewayEnv {
  return parseEnv(gatewayEnv);
}

/** What the gateway of conformance tests reads. Throws `EnvError` with one line that names what is wrong. */
export function readOpenGatewayEnv(): z.infer<typeof openGatewayEnv> {
  return parseEnv(openGatewayEnv);
}
