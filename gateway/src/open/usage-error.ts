/** A mistake of whoever started the process: printed as its one line, without a stack. Says what to do. */
export class UsageError extends Error {
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
