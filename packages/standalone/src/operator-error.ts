/** Something the operator can mend: printed as its one-line message, without a stack. Says what to do. */
export class OperatorError extends Error {
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
  }
}

/** The code of an error of the system or the database (`EACCES`, `28P01`); otherwise what it says. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
