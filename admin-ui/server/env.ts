import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  GATEWAY_URL: z.url().default('http://127.0.0.1:4000'),
  TRUST_PROXY: z.stringbool().default(false),
  NODE_ENV: z.string().default('production'),
});

export type AdminUiEnv = z.infer<typeof schema>;

/** The only reader of process.env in this package; a wrong value is named in one line. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): AdminUiEnv {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}
