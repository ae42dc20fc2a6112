import { formatSeconds } from './format.ts';

/** That workers are silent, in words. */
export function silenceText(lastRunAgeSeconds: number | null | undefined): string {
  return `No job has run for ${formatSeconds(lastRunAgeSeconds)}`;
}
