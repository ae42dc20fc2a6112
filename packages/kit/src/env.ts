import { z } from 'zod';

/** A setting of the process that is missing or wrong; `message` is one line that names the variable. */
export class EnvError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EnvError';
  }
}

/**
 * Reads a process's configuration once, at start. Empty variables count as absent. Throws `EnvError` with one line
 * that names each wrong variable.
 */
export function parseEnv<S extends z.ZodType>(
  schema: S,
  source: Record<string, string | undefined> = process.env,
): z.output<S> {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) {
    return result.data;
  }
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.map(String).join('.');
    return present[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
  });
  throw new EnvError(`Configuration: ${problems.join('; ')}.`);
}

export const port = z.coerce.number().int().min(0).max(65535);

export const postgresUrl = z
  .string()
  .regex(
    /^postgres(ql)?:\/\//,
    'must be a PostgreSQL address such as postgresql://user:password@host:5432/database',
  );

export const booleanFlag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');

export const logLevel = z
  .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  .default('info');

/** PEM text, also when its line breaks were written as `\n` to fit one line. */
export const pem = z.string().transform((value) => value.replaceAll('\\n', '\n'));

/** Runs a process's `main`; a failure that is the operator's to mend prints one line and exits with 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const isKnown = error instanceof Error && (error instanceof EnvError || 'isOperatorError' in error);
    process.stderr.write(
      `${isKnown ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  }
}
