import { setting } from '@intendant/kit/settings/settings';
import { z } from 'zod';

/** What one request, and one caller, may ask of the gateway. */
export interface Limits {
  bodyBytes: number;
  tokens: number;
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  fields: number;
  cost: number;
  operationTimeoutMs: number;
  requestsPerSecond: number;
  requestBurst: number;
  anonymousRequestsPerSecond: number;
  anonymousRequestBurst: number;
  eventsPerSecond: number;
  subscriptionsPerConnection: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 1024 * 1024,
  tokens: 5_000,
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 60,
  fields: 2_000,
  cost: 10_000,
  operationTimeoutMs: 10_000,
  requestsPerSecond: 100,
  requestBurst: 500,
  anonymousRequestsPerSecond: 20,
  anonymousRequestBurst: 100,
  eventsPerSecond: 10_000,
  subscriptionsPerConnection: 100,
};

const descriptions: Record<keyof Limits, string> = {
  bodyBytes: 'Largest body of a GraphQL request, in bytes.',
  tokens: 'Most lexical tokens of a GraphQL document.',
  depth: 'Deepest nesting of fields in an operation.',
  aliases: 'Most aliases in an operation.',
  rootFields: 'Most fields at the top of an operation.',
  directives: 'Most directives in an operation.',
  fields: 'Most fields in an operation, with every fragment written out.',
  cost: 'Highest cost of an operation: its objects, times the length of the lists they are in.',
  operationTimeoutMs: 'After how many milliseconds an operation is given up and its SQL cancelled.',
  requestsPerSecond: 'Sustained requests a second of one signed-in user or API key.',
  requestBurst: 'Requests one signed-in user or API key may send at once after a pause.',
  anonymousRequestsPerSecond: 'Sustained requests a second of one address that is not signed in.',
  anonymousRequestBurst: 'Requests one address that is not signed in may send at once after a pause.',
  eventsPerSecond: 'Sustained events a second of an API key without a limit of its own.',
  subscriptionsPerConnection: 'Most subscriptions open at the same time on one WebSocket.',
};

/** Units on the settings page; what is not named is a plain count. */
const units: Partial<Record<keyof Limits, string>> = {
  bodyBytes: 'bytes',
  operationTimeoutMs: 'ms',
  requestsPerSecond: '1/s',
  anonymousRequestsPerSecond: '1/s',
  eventsPerSecond: '1/s',
};

const names = Object.keys(defaultLimits) as (keyof Limits)[];

/** The settings through which an administrator changes the limits while the gateway runs. */
export function gatewaySettings(defaults: Limits = defaultLimits) {
  return Object.fromEntries(
    names.map((name) => [
      settingKey(name),
      setting(z.number().int().min(1).max(1_000_000_000), defaults[name], descriptions[name], {
        unit: units[name] ?? 'count',
      }),
    ]),
  );
}

/** Where limits are read from: the platform's settings, or fixed values. */
export interface LimitsSource {
  current(): Promise<Limits>;
}

export function fixedLimits(limits: Partial<Limits> = {}): LimitsSource {
  const all = Promise.resolve({ ...defaultLimits, ...limits });
  return { current: () => all };
}

/** Limits from the settings, which keep their own cache; the values last read serve while they cannot be read. */
export function limitsFromSettings(
  settings: { get(key: string): Promise<unknown> },
  defaults: Limits = defaultLimits,
): LimitsSource {
  let latest = defaults;
  return {
    async current() {
      try {
        const values = await Promise.all(
          names.map(async (name) => [name, await settings.get(settingKey(name))]),
        );
        latest = { ...defaults, ...Object.fromEntries(values) };
      } catch {
        // The database is away; requests that need it will say so themselves.
      }
      return latest;
    },
  };
}

function settingKey(name: keyof Limits): string {
  return `gateway.${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
