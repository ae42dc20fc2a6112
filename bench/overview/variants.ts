import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { freePort } from '../processes/free-port.ts';
import { runCommand, startProcess, type MeasuredProcess } from '../processes/measured-process.ts';

/** One way to answer the operation. */
export interface Variant {
  name: string;
  url: string;
  /** The process whose CPU is the gateway's. */
  gateway: MeasuredProcess;
  /** The subgraphs' processes behind it, when they are processes of their own. */
  subgraphs: readonly MeasuredProcess[];
}

export interface VariantOptions {
  directory: string;
  databaseUrl: string;
  secretKey: string;
  profileDir: string | null;
  /** Who can sign in to the admin UI; nobody when not given. */
  owner?: { email: string; password: string };
}

const subgraphNames = ['tenants', 'billing', 'health', 'security'] as const;

export class Variants {
  readonly #options: VariantOptions;
  readonly #started: MeasuredProcess[] = [];

  constructor(options: VariantOptions) {
    this.#options = options;
  }

  /** The environment of everything that runs in one process, and of the commands. */
  get platformEnv(): Record<string, string> {
    const { directory, databaseUrl, secretKey, owner } = this.#options;
    return {
      DATABASE_URL: databaseUrl,
      INTENDANT_SECRET_KEY: secretKey,
      INTENDANT_DATA_DIR: join(directory, 'data'),
      ...(owner && { INTENDANT_ADMIN_EMAIL: owner.email, INTENDANT_ADMIN_PASSWORD: owner.password }),
    };
  }

  /** What `npm start` runs, without the demo fleet. */
  async startStandalone(): Promise<Variant> {
    const { port, origin } = await address();
    const gateway = await this.#start(
      'standalone',
      '@intendant/standalone/start',
      `${origin}/readyz`,
      {
        ...this.platformEnv,
        PORT: port,
      },
      ['--empty'],
    );
    return { name: 'ours, standalone', url: `${origin}/graphql`, gateway, subgraphs: [] };
  }

  /** Stock Apollo in one process with the modules. */
  async startStockInProcess(): Promise<Variant> {
    const { port, origin } = await address();
    const gateway = await this.#start('stock-in-process', '../overview/stock-in-process.ts', ready(origin), {
      ...this.platformEnv,
      PORT: port,
    });
    return { name: 'stock, one process', url: origin, gateway, subgraphs: [] };
  }

  /** The four subgraphs as processes, with our gateway and a stock one in front of the same. */
  async startDistributed(): Promise<[ours: Variant, stock: Variant]> {
    const folder = join(this.#options.directory, 'environments');
    mkdirSync(folder);
    await runCommand('@intendant/standalone/migrate', ['--env-dir', folder], this.platformEnv);
    const environments = (name: string): Record<string, string> => {
      const parsed = parseEnv(readFileSync(join(folder, `${name}.env`), 'utf8'));
      return Object.fromEntries(Object.entries(parsed).map(([key, value = '']) => [key, value]));
    };
    const urls: Record<string, string> = {};
    const subgraphs = await Promise.all(
      subgraphNames.map(async (name) => {
        const { port, origin } = await address();
        urls[`${name.toUpperCase()}_URL`] = origin;
        const env = { ...environments(name), PORT: port };
        return this.#start(name, `@intendant/${name}/main`, `${origin}/readyz`, env);
      }),
    );
    const env = { ...environments('gateway'), ...urls };
    const own = await address();
    const gateway = await this.#start('gateway', '@intendant/gateway/main', `${own.origin}/readyz`, {
      ...env,
      PORT: own.port,
    });
    const other = await address();
    const stock = await this.#start('stock-remote', '../overview/stock-remote.ts', ready(other.origin), {
      ...env,
      PORT: other.port,
    });
    return [
      { name: 'ours, distributed', url: `${own.origin}/graphql`, gateway, subgraphs },
      { name: 'stock, distributed', url: other.origin, gateway: stock, subgraphs },
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.#started.map((process) => process.stop()));
  }

  async #start(
    name: string,
    entry: string,
    readyUrl: string,
    env: Record<string, string>,
    args: readonly string[] = [],
  ): Promise<MeasuredProcess> {
    const { profileDir } = this.#options;
    const started = await startProcess({ name, entry, args, env, readyUrl, profileDir });
    this.#started.push(started);
    return started;
  }
}

async function address(): Promise<{ port: string; origin: string }> {
  const port = String(await freePort());
  return { port, origin: `http://127.0.0.1:${port}` };
}

/** Apollo Server has no address for probes; this operation needs no subgraph. */
function ready(origin: string): string {
  return `${origin}/?query=%7B__typename%7D`;
}
