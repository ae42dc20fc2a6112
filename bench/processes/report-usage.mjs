// Preloaded into every process that is measured: tells the benchmark, when asked, how much CPU the process has used.
// Nothing of the process itself is changed by it.
import { cpuUsage } from 'node:process';

process.on('message', (message) => {
  if (message === 'cpu-usage') {
    const { user, system } = cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 2 ** 20 });
  }
});
// When the benchmark is killed, nobody else would stop what it started. Some see to it themselves.
process.on('disconnect', () => {
  if (process.listenerCount('disconnect') === 1) {
    process.kill(process.pid, 'SIGTERM');
  }
});
// Being asked is no reason to stay alive.
process.channel?.unref();
