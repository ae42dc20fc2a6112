import { errorCode, errorMessage } from '../errors.ts';

/** The database cannot be used as configured; `message` is one line that says what to do. */
export class DatabaseError extends Error {
  /** Read by `runMain`: print the message, not the stack. */
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}

/** One line for the operator from whatever connecting to `url` threw; the password never appears in it. */
export function describeConnectionError(error: unknown, url: string): DatabaseError {
  const address = describeUrl(url);
  const reasons: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${address}; is PostgreSQL running there?`,
    ENOTFOUND: `The host of ${address} is unknown; check DATABASE_URL.`,
    EAI_AGAIN: `The host of ${address} cannot be looked up; check DATABASE_URL.`,
    ETIMEDOUT: `${address} does not answer; check DATABASE_URL and the network.`,
    '28P01': `The user name or password for ${address} is wrong; check DATABASE_URL.`,
    '28000': `${address} refuses this user; check DATABASE_URL and pg_hba.conf.`,
    '3D000': `The database ${address} does not exist; create it or check DATABASE_URL.`,
  };
  const text = errorMessage(error).split('\n')[0];
  return new DatabaseError(
    reasons[errorCode(error) ?? ''] ?? `The database ${address} cannot be used: ${text}`,
    {
      cause: error,
    },
  );
}

function describeUrl(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${decodeURIComponent(hostname)}:${port || 5432}${pathname}`;
  } catch {
    return 'the given address';
  }
}
