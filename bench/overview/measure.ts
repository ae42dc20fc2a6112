import type { Load, LoadGenerator } from '../load/load.ts';
import type { MeasuredProcess } from '../processes/measured-process.ts';
import { figure, quantile, spread } from '../report/statistics.ts';
import { table } from '../report/table.ts';
import type { Variant } from './variants.ts';

/** What one variant showed in one round. */
export interface Round {
  variant: string;
  gatewayCpuMs: number;
  /** Of the gateway and of the subgraphs' processes, per request. */
  totalCpuMs: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

export async function measureRound(generator: LoadGenerator, variant: Variant, load: Load): Promise<Round> {
  const processes = [variant.gateway, ...variant.subgraphs];
  const before = await cpuOf(processes);
  const { latenciesMs, seconds } = await generator.send(load);
  const after = await cpuOf(processes);
  const used = after.map((cpuMs, index) => (cpuMs - (before[index] ?? 0)) / load.requests);
  return {
    variant: variant.name,
    gatewayCpuMs: used[0] ?? 0,
    totalCpuMs: used.reduce((sum, cpuMs) => sum + cpuMs, 0),
    requestsPerSecond: load.requests / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
  };
}

function cpuOf(processes: readonly MeasuredProcess[]): Promise<number[]> {
  return Promise.all(processes.map(async (process) => (await process.usage()).cpuMs));
}

/** One line for each variant: the median round, and the least and the greatest. */
export function overviewTable(rounds: readonly Round[]): string {
  const names = [...new Set(rounds.map(({ variant }) => variant))];
  const header = ['Variant', 'gateway CPU ms', 'all Node CPU ms', 'req/s', 'p50 ms', 'p99 ms'];
  const rows = names.map((name) => {
    const own = rounds.filter(({ variant }) => variant === name);
    const cell = (value: (round: Round) => number): string => spread(own.map(value), figure);
    return [
      name,
      cell((round) => round.gatewayCpuMs),
      cell((round) => round.totalCpuMs),
      cell((round) => round.requestsPerSecond),
      cell((round) => round.p50Ms),
      cell((round) => round.p99Ms),
    ];
  });
  return table(header, rows);
}
