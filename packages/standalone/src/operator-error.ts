/** Something the operator can mend: printed as its one-line message, without a stack. Says what to do. */
export class OperatorError extends Error {
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
  }
}
