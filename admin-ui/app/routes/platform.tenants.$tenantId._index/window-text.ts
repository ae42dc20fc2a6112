import { rangeFacts, type TimeWindow } from '#app/lib/time-window.ts';

/** A window as words for headings: its own instants are said by the picker. */
export function windowWords(window: TimeWindow): string {
  return window.range === null ? 'the chosen window' : `the last ${rangeFacts[window.range].label}`;
}

/** The window as parameters of an address. */
export function windowParams(window: TimeWindow): Record<string, string> {
  if (window.range !== null) return { range: window.range };
  return window.to === null ? { from: window.from } : { from: window.from, to: window.to };
}

/** What a step of a series is called. */
export function stepWord(stepSeconds: number): string {
  if (stepSeconds >= 86_400) return 'day';
  return stepSeconds >= 3600 ? 'hour' : 'minute';
}
