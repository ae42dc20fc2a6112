/** The embedded server cannot be started; `message` is one line that says what to do. */
export class EmbeddedPostgresError extends Error {
  readonly isOperatorError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** Another living process uses the data directory. */
export class InstanceRunningError extends EmbeddedPostgresError {
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(
      `Another instance (process ${pid}) is running on ${directory}; stop it first, or use another data directory.`,
    );
    this.name = 'InstanceRunningError';
    this.pid = pid;
  }
}
