import type { Registry } from 'prom-client';
import { serviceCaller } from '../identity/caller.ts';
import type { SubgraphRuntime } from './runtime.ts';

/** Adds what the runtime's module shows of itself to the metrics of this process. */
export function registerMetrics({ module, contextFor }: SubgraphRuntime, registry: Registry): void {
  module.metrics?.(registry, () =>
    contextFor({ caller: serviceCaller(module.name), requestId: `metrics-${module.name}` }),
  );
}
