import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot, serviceOf, type Service } from './processes.ts';

/** Whether the proxy of the distributed form is installed here. */
export function isProxyInstalled(): boolean {
  return spawnSync('haproxy', ['-v']).status === 0;
}

/** The proxy with the configuration that docker-compose.yml mounts, in front of two gateways. */
export function startProxy(port: number, gatewayPorts: readonly number[]): Service {
  const [first = 0, second = 0] = gatewayPorts;
  const child = spawn('haproxy', ['-db', '-f', join(repositoryRoot, 'deploy/haproxy/haproxy.cfg')], {
    env: {
      ...process.env,
      PROXY_BIND: `127.0.0.1:${port}`,
      GATEWAY_1: `127.0.0.1:${first}`,
      GATEWAY_2: `127.0.0.1:${second}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return serviceOf(child, 'haproxy');
}
