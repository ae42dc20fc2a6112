import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '@intendant/kit/errors';
import { OperatorError } from '../operator-error.ts';

/** Makes the folder an installation lives in. Throws `OperatorError` when it cannot be made or used. */
export function ensureDataDirectory(dataDir: string): void {
  try {
    // Others may pass through but not list: PostgreSQL runs as another user when this process is root.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new OperatorError(
      `The data directory ${dataDir} cannot be used (${errorCode(error) ?? String(error)}); make it writable for this user or set INTENDANT_DATA_DIR.`,
      { cause: error },
    );
  }
}

/**
 * The key that role passwords and stored secrets derive from: the one given, or the file of this data directory,
 * created readable by its owner only when it is missing. Throws `OperatorError` when the file cannot be used.
 */
export function secretKeyOf(dataDir: string, given: string | null): string {
  if (given !== null) {
    return given;
  }
  const file = join(dataDir, 'secret.key');
  try {
    // `wx` decides between two that start at once; the loser reads what the winner wrote.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw unusable(file, error);
    }
  }
  let key: string;
  try {
    key = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unusable(file, error);
  }
  if (key.length < 32) {
    throw new OperatorError(
      `The secret key in ${file} is incomplete; restore the file from a backup or set INTENDANT_SECRET_KEY.`,
    );
  }
  return key;
}

function unusable(file: string, error: unknown): OperatorError {
  return new OperatorError(
    `${file} cannot be read or written (${errorCode(error) ?? String(error)}); check its owner and its rights.`,
    {
      cause: error,
    },
  );
}
