import { UserError, type UserErrorEntry } from '@intendant/kit/errors';

/** Tenants of a selection that cannot be changed, every one of them by its place. */
export class RefusedTenantsError extends UserError {
  readonly #entries: readonly UserErrorEntry[];

  constructor(first: UserErrorEntry, others: readonly UserErrorEntry[]) {
    super(first.code, first.message, first.field);
    this.name = 'RefusedTenantsError';
    this.#entries = [first, ...others];
  }

  override toEntries(): UserErrorEntry[] {
    return [...this.#entries];
  }
}
