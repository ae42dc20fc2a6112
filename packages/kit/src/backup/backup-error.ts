/** A backup or a restore that cannot be made as things are; `message` is one line that says what to do. */
export class BackupError extends Error {
  /** Read by `runMain`: print the message, not the stack. */
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
  }
}
