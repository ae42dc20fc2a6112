import type { ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Upstream } from '../upstream/upstream.ts';
import { send, sendJson } from './respond.ts';

export interface ProbesOptions {
  upstreams: readonly Upstream[];
  metrics: Registry;
  /** Whether what the gateway itself needs is there, beyond its subgraphs. */
  isReady: () => Promise<boolean>;
  isDraining: () => boolean;
}

const probeTimeoutMs = 3_000;

/** `/healthz`, `/readyz` and `/metrics`. */
export function createProbes({ upstreams, metrics, isReady, isDraining }: ProbesOptions) {
  /** What is not ready, by name; empty when everything is. */
  async function missing(): Promise<string[]> {
    const checks = [
      ...upstreams.map((upstream) => ({ name: upstream.name, check: () => upstream.isReady() })),
      { name: 'gateway', check: isReady },
    ];
    const answers = await Promise.all(
      checks.map(async ({ name, check }) => ((await withTimeout(check())) ? [] : [name])),
    );
    return answers.flat();
  }

  return {
    /** The process lives, whatever it depends on: restarting it would mend nothing else. */
    alive(response: ServerResponse): void {
      sendJson(response, 200, { status: 'alive' });
    },
    async ready(response: ServerResponse): Promise<void> {
      if (isDraining()) {
        sendJson(response, 503, { status: 'draining' });
        return;
      }
      const names = await missing();
      sendJson(response, names.length === 0 ? 200 : 503, {
        status: names.length === 0 ? 'ready' : 'not ready',
        ...(names.length > 0 && { waitingFor: names }),
      });
    },
    async metrics(response: ServerResponse): Promise<void> {
      send(response, 200, await metrics.metrics(), { 'content-type': metrics.contentType });
    },
  };
}

async function withTimeout(check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), probeTimeoutMs);
  });
  try {
    return await Promise.race([check.catch(() => false), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
