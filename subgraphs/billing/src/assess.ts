/** How a figure stands, and the lines it must not cross. */
export interface Assessment {
  state: 'OK' | 'WARN' | 'CRITICAL' | 'UNKNOWN';
  warnAt: number | null;
  criticalAt: number | null;
}

export type Thresholds = Pick<Assessment, 'warnAt' | 'criticalAt'>;

/** Judges a figure that is worse the larger it is, reaching a threshold included; null is no data to judge by. */
export function assess(value: number | null, { warnAt, criticalAt }: Thresholds): Assessment {
  const reaches = (threshold: number | null): boolean =>
    value !== null && threshold !== null && value >= threshold;
  const state =
    value === null ? 'UNKNOWN' : reaches(criticalAt) ? 'CRITICAL' : reaches(warnAt) ? 'WARN' : 'OK';
  return { state, warnAt, criticalAt };
}
