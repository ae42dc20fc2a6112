/**
 * A job cannot do its work until somebody changes something, such as a variable of the process. Thrown by a job, it is
 * recorded as a failed run like any other, and not tried again before its next time: that would help nobody.
 */
export class FinalFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FinalFailure';
  }
}
