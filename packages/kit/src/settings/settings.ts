import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import { appendAudit } from '../audit/append-audit.ts';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { UserError } from '../errors.ts';
import type { Caller } from '../identity/caller.ts';
import type { Log } from '../log.ts';
import { parseInput } from '../parse-input.ts';
import { notify, type PubSub } from '../pubsub/pubsub.ts';

/** A threshold, timeout or limit that an administrator may change while the platform runs. */
export interface Setting<T> {
  readonly schema: z.ZodType<T>;
  readonly defaultValue: T;
  /** One sentence for the settings page: what it decides, and in which unit. */
  readonly description: string;
}

export type SettingDefinitions = Readonly<Record<string, Setting<unknown>>>;

export type SettingValue<D> = D extends Setting<infer T> ? T : never;

/** Declares a setting: `setting(z.number().min(0).max(100), 10, 'Failure rate in percent …')`. */
export function setting<T>(schema: z.ZodType<T>, defaultValue: T, description: string): Setting<T> {
  return { schema, defaultValue, description };
}

export const settingsTopic = 'settings-changed';

/** Reads and changes a module's settings. Values are cached in the process until any process changes one. */
export interface Settings<S extends SettingDefinitions = SettingDefinitions> {
  /** The current value, or the declared default. A stored value that no longer validates counts as absent. */
  get<K extends keyof S & string>(key: K): Promise<SettingValue<S[K]>>;
  /** Changes a value: validated, audited and announced in the caller's transaction. Throws `UserError`. */
  set<K extends keyof S & string>(
    em: EntityManager,
    ctx: SettingChange,
    key: K,
    value: unknown,
  ): Promise<void>;
  readonly definitions: S;
  /** Forgets cached values. */
  clear(): void;
}

export interface SettingChange {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly requestId: string;
}

export interface SettingsSource {
  em: EntityManager;
  pubsub: PubSub;
  log: Log;
}

export function createSettings<S extends SettingDefinitions>(
  definitions: S,
  source: SettingsSource,
): Settings<S> {
  let cached: Promise<ReadonlyMap<string, unknown>> | null = null;
  const clear = (): void => {
    cached = null;
  };
  source.pubsub.listen(settingsTopic, clear);
  // Whatever changed while the connection was down was not announced to us.
  source.pubsub.onReconnect(clear);

  async function load(): Promise<ReadonlyMap<string, unknown>> {
    const rows = await executeSql<{ key: string; value: unknown }>(
      source.em.fork(),
      'select key, value from platform.get_settings(?::text[])',
      [Object.keys(definitions)],
    );
    return new Map(rows.map((row) => [row.key, row.value]));
  }

  function definitionOf(key: string): Setting<unknown> {
    const definition = definitions[key];
    if (!definition) {
      throw new UserError('NOT_FOUND', `There is no setting ${key}.`);
    }
    return definition;
  }

  return {
    definitions,
    clear,
    async get(key) {
      const definition = definitionOf(key);
      const pending = (cached ??= load());
      try {
        const values = await pending;
        const parsed = definition.schema.safeParse(
          values.has(key) ? values.get(key) : definition.defaultValue,
        );
        if (!parsed.success) {
          source.log.warn({ setting: key }, 'stored setting is not valid any more; using its default');
        }
        // The key picks the definition, whose schema produced the value; TypeScript cannot follow that.
        return (parsed.success ? parsed.data : definition.defaultValue) as SettingValue<S[typeof key]>;
      } catch (error) {
        clear();
        throw error;
      }
    },
    async set(em, ctx, key, value) {
      const parsed = parseInput(definitionOf(key).schema, value, 'value');
      const [row] = await executeSql<{ previous: unknown }>(
        em,
        'select platform.set_setting(?, ?::jsonb, ?, ?) as previous',
        [
          key,
          JSON.stringify(parsed),
          ctx.clock.now(),
          ctx.caller.kind === 'anonymous' ? null : ctx.caller.id,
        ],
      );
      await appendAudit(em, ctx, {
        action: 'setting.update',
        target: { type: 'Setting', id: key, name: key },
        tenantId: null,
        before: { value: row?.previous ?? null },
        after: { value: parsed },
      });
      await notify(em, settingsTopic, { key });
    },
  };
}
