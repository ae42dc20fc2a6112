import { pino, stdSerializers, stdTimeFunctions, type Logger } from 'pino';

export type Log = Logger;

/** Names of fields that may hold a secret, wherever they appear in a logged object or an audited state. */
const secretField =
  /^(authorization|cookie|set-cookie|x-intendant-identity|password|passwordHash|.*secret.*|.*token|tokenHash|apiKey|keyHash|privateKey|connectionUrl)$/i;

const redacted = '[redacted]';

/** A copy with the value of every field that may hold a secret replaced, to a depth of eight. */
export function redactSecrets(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || depth > 8) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactSecrets(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretField.test(name) && item !== null ? redacted : redactSecrets(item, depth + 1),
    ]),
  );
}

export interface LogOptions {
  name: string;
  level?: string;
  /** Where lines go; stdout unless told otherwise. */
  destination?: { write(line: string): void };
}

/** A logger that writes one JSON object per line, with secrets replaced. */
export function createLog({ name, level = 'info', destination }: LogOptions): Log {
  const options = {
    name,
    level,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [
            key,
            secretField.test(key) ? redacted : value instanceof Error ? value : redactSecrets(value),
          ]),
        ),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What an error says of itself. Drivers hang whole connections on theirs, which belong in no log. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return redactSecrets(error);
  }
  const { type, message, stack } = stdSerializers.err(error);
  const { code, detail, constraint } = error as Error & Record<'code' | 'detail' | 'constraint', unknown>;
  return { type, message, stack, code, detail, constraint };
}

/** A logger that says nothing. */
export const silentLog: Log = pino({ level: 'silent' });
