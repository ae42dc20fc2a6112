/** The kinds of mistake a caller can mend; the same words as the SDL enum `UserErrorCode`. */
export type UserErrorCode =
  | 'BAD_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'ALREADY_EXISTS'
  | 'LIMIT_REACHED'
  | 'INVALID_STATE'
  | 'INVALID_CREDENTIALS';

/** One entry of a payload's `userErrors`. */
export interface UserErrorEntry {
  code: UserErrorCode;
  message: string;
  field: string[] | null;
}

/**
 * A mistake of the caller that the caller can mend: mutations report it in `userErrors`, queries as a GraphQL
 * error. `message` is one sentence for people; `field` is the path of the wrong input field, such as
 * `['input', 'slug']`.
 */
export class UserError extends Error {
  readonly code: UserErrorCode;
  readonly field: readonly string[] | null;

  constructor(code: UserErrorCode, message: string, field?: string | readonly string[] | null) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.field = typeof field === 'string' ? ['input', ...field.split('.')] : (field ?? null);
  }

  /** The entries this error puts into `userErrors`; validation reports one per wrong field. */
  toEntries(): UserErrorEntry[] {
    return [{ code: this.code, message: this.message, field: this.field ? [...this.field] : null }];
  }
}

/** Input that does not satisfy its schema: a `BAD_INPUT` that names every wrong field, not only the first. */
export class InvalidInputError extends UserError {
  readonly entries: readonly UserErrorEntry[];

  constructor(entries: readonly UserErrorEntry[]) {
    const first = entries[0];
    super('BAD_INPUT', first?.message ?? 'The input is not valid.', first?.field ?? null);
    this.name = 'InvalidInputError';
    this.entries = entries;
  }

  override toEntries(): UserErrorEntry[] {
    return this.entries.map((entry) => ({ ...entry, field: entry.field ? [...entry.field] : null }));
  }
}

/** Nobody is signed in, or the credential is unknown, expired or revoked. */
export class UnauthenticatedError extends Error {
  constructor(message = 'Sign in to do this.') {
    super(message);
    this.name = 'UnauthenticatedError';
  }
}

/** What a refusal tells programs beside its message. */
export interface ForbiddenDetails {
  /** The permissions the caller would need. */
  missingScopes?: readonly string[];
  /** The path of the argument that needs them, such as `['filter', 'planKeys']`. */
  field?: readonly string[];
}

/** The caller is known and lacks the permission. */
export class ForbiddenError extends Error {
  readonly missingScopes: readonly string[] | null;
  readonly field: readonly string[] | null;

  constructor(
    message = 'You are not permitted to do this.',
    { missingScopes, field }: ForbiddenDetails = {},
  ) {
    super(message);
    this.name = 'ForbiddenError';
    this.missingScopes = missingScopes ?? null;
    this.field = field ?? null;
  }
}

/** Something that cannot happen did: a fault of ours. Logged in full, shown to nobody. */
export class InvariantError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InvariantError';
  }
}

/** The `code` of a system or database error (`ECONNREFUSED`, `23505`), or null. */
export function errorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
