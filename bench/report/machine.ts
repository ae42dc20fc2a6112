import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures depend on, and nothing that tells whose machine it is. */
export function describeMachine(serverVersion: string): string {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() || 'processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB memory`,
    `${process.platform}/${process.arch}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${serverVersion}`,
    `load average ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')} at the start`,
  ].join(', ');
}
