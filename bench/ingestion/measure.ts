import { figure, median, quantile, spread } from '../report/statistics.ts';
import { table } from '../report/table.ts';
import type { Mix } from './batches.ts';

/** How a client sends its batches. */
export interface Case {
  mix: Mix;
  isCompressed: boolean;
  connections: number;
}

export const cases: readonly Case[] = [
  { mix: 'application', isCompressed: false, connections: 1 },
  { mix: 'application', isCompressed: false, connections: 4 },
  { mix: 'application', isCompressed: true, connections: 1 },
  { mix: 'application', isCompressed: true, connections: 4 },
  { mix: 'relay', isCompressed: false, connections: 1 },
  { mix: 'relay', isCompressed: false, connections: 4 },
];

/** What one case showed in one round. */
export interface Measurement {
  name: string;
  eventsPerSecond: number;
  copyAtOnce: number;
  copyInBatches: number;
  cpuMicroseconds: number;
  latenciesMs: readonly number[];
}

export function nameOf({ mix, isCompressed, connections }: Case): string {
  return `${mix}, ${isCompressed ? 'gzip' : 'plain'}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
}

/** One line for each case: the median round, and the least and the greatest. */
export function ingestionTable(measurements: readonly Measurement[]): string {
  const names = [...new Set(measurements.map(({ name }) => name))];
  const header = [
    'Batches of 1,000',
    'events/s',
    'COPY rows/s',
    'ratio',
    'COPY by batch',
    'ratio',
    'p50 ms',
    'p99 ms',
    'Node CPU µs/event',
  ];
  const rows = names.map((name) => {
    const own = measurements.filter((measurement) => measurement.name === name);
    const cell = (value: (measurement: Measurement) => number): string => spread(own.map(value), figure);
    const middle = (value: (measurement: Measurement) => number): string => figure(median(own.map(value)));
    return [
      name,
      cell((one) => one.eventsPerSecond),
      middle((one) => one.copyAtOnce),
      cell((one) => one.eventsPerSecond / one.copyAtOnce),
      middle((one) => one.copyInBatches),
      cell((one) => one.eventsPerSecond / one.copyInBatches),
      middle((one) => quantile(one.latenciesMs, 0.5)),
      middle((one) => quantile(one.latenciesMs, 0.99)),
      middle((one) => one.cpuMicroseconds),
    ];
  });
  return table(header, rows);
}
