import type { Session } from './session.entity.ts';

export interface SessionTimeouts {
  idleMinutes: number;
  absoluteHours: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * When a session ends at the latest: as promised at sign-in, or earlier when the settings were tightened since.
 * Loosening them does not prolong sessions already open.
 */
export function latestEnd(
  session: Pick<Session, 'createdAt' | 'expiresAt'>,
  timeouts: SessionTimeouts,
): Date {
  const bySettings = session.createdAt.getTime() + timeouts.absoluteHours * hourMs;
  return new Date(Math.min(session.expiresAt.getTime(), bySettings));
}

/** Whether a session is still open: not signed out, used within the idle timeout, and before its latest end. */
export function isOpen(
  session: Pick<Session, 'createdAt' | 'expiresAt' | 'lastSeenAt' | 'revokedAt'>,
  timeouts: SessionTimeouts,
  now: Date,
): boolean {
  const idleEnd = session.lastSeenAt.getTime() + timeouts.idleMinutes * minuteMs;
  return session.revokedAt === null && now.getTime() < idleEnd && now < latestEnd(session, timeouts);
}
