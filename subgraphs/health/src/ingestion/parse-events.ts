import { checkData, checkEnvelope, isEventType, type EventType } from './event-schemas.ts';
import type { EventError, EventErrorCode } from './event-error.ts';

/** A CloudEvent that satisfies its schemas. */
export interface ParsedEvent {
  index: number;
  id: string;
  source: string;
  type: EventType;
  /** The tenant as the sender names it, in lower case; null when left out. */
  subject: string | null;
  occurredAt: Date;
  data: EventData;
}

/** The fields of every type's data, checked by the type's schema. */
export interface EventData {
  workflow?: string;
  outcome?: 'SUCCEEDED' | 'FAILED';
  durationMs?: number;
  errorCode?: string;
  errorMessage?: string;
  status?: number;
  operation?: string;
  environment?: string;
  summary?: string;
  credential?: string;
  meter?: string;
  quantity?: number;
}

interface Envelope {
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  data: EventData;
}

const maximumAheadMs = 5 * 60_000;
const maximumAgeMs = 90 * 86_400_000;

/**
 * Checks every event of a batch by itself: attributes, type, data and time, which is at most 5 minutes ahead of `now`
 * and 90 days behind it. Whom it belongs to is not looked at. An event's first mistake is reported.
 */
export function parseEvents(
  batch: readonly unknown[],
  now: Date,
): { events: ParsedEvent[]; errors: EventError[] } {
  const events: ParsedEvent[] = [];
  const errors: EventError[] = [];
  for (const [index, candidate] of batch.entries()) {
    const refuse = (field: string, code: EventErrorCode, message: string): void => {
      errors.push({ index, id: idOf(candidate), field, code, message });
    };
    const problem = checkEnvelope(candidate);
    if (problem) {
      refuse(problem.field, problem.code, problem.message);
      continue;
    }
    // The schema has just said so.
    const { id, source, type, subject, time, data } = candidate as Envelope;
    if (!isEventType(type)) {
      refuse('type', 'UNKNOWN_TYPE', `${type} is not a type of event this platform knows.`);
      continue;
    }
    const dataProblem = checkData(type, data);
    if (dataProblem) {
      refuse(dataProblem.field, dataProblem.code, dataProblem.message);
      continue;
    }
    const occurredAt = new Date(time);
    const age = now.getTime() - occurredAt.getTime();
    if (Number.isNaN(age)) {
      refuse('time', 'INVALID_FIELD', 'time must be an RFC 3339 time such as 2026-11-20T09:41:00Z.');
    } else if (age > maximumAgeMs) {
      refuse('time', 'TIME_TOO_OLD', 'time lies more than 90 days back.');
    } else if (age < -maximumAheadMs) {
      refuse('time', 'TIME_IN_FUTURE', 'time lies more than 5 minutes ahead.');
    } else {
      events.push({ index, id, source, type, subject: subject?.toLowerCase() ?? null, occurredAt, data });
    }
  }
  return { events, errors };
}

function idOf(candidate: unknown): string | null {
  const id = candidate !== null && typeof candidate === 'object' && 'id' in candidate ? candidate.id : null;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}
