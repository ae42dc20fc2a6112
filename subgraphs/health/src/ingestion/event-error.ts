import { InvalidInputError } from '@intendant/kit/errors';

/** Why an event was refused, for programs. */
export type EventErrorCode =
  'MISSING_FIELD' | 'INVALID_FIELD' | 'UNKNOWN_TYPE' | 'UNKNOWN_TENANT' | 'TIME_TOO_OLD' | 'TIME_IN_FUTURE';

export interface EventError {
  /** Position within the batch, from 0. */
  index: number;
  /** The event's id, when it has one. */
  id: string | null;
  /** Path of the wrong attribute, such as `data.workflow`. */
  field: string;
  code: EventErrorCode;
  message: string;
}

/** A batch of which nothing was stored, with the reason for each refused event. */
export class InvalidEventsError extends InvalidInputError {
  readonly events: readonly EventError[];

  constructor(events: readonly EventError[]) {
    super(
      events.map(({ index, field, message }) => ({
        code: 'BAD_INPUT',
        message,
        field: ['input', 'events', String(index), ...field.split('.').filter((part) => part !== '')],
      })),
    );
    this.name = 'InvalidEventsError';
    this.events = events;
  }
}
