import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/append-audit.ts';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { UserError } from '../errors.ts';
import { publish } from '../events/publish.ts';
import type { Caller } from '../identity/caller.ts';
import type { Log } from '../log.ts';
import { parseInput } from '../parse-input.ts';
import { notify } from '../pubsub/notify.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { Setting, SettingDefinitions, SettingValue } from './setting.ts';
import type { SettingsReader } from './settings-reader.ts';

export { setting, type Setting, type SettingDefinitions, type SettingValue } from './setting.ts';

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
  reader: Pick<SettingsReader, 'read'>;
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

  /** Every setting's value in force, validated. */
  async function load(): Promise<ReadonlyMap<string, unknown>> {
    const rows = await source.reader.read(Object.keys(definitions));
    const stored = new Map(rows.map((row) => [row.key, row.value]));
    return new Map(
      Object.entries(definitions).map(([key, { schema, defaultValue }]) => {
        const parsed = schema.safeParse(stored.has(key) ? stored.get(key) : defaultValue);
        if (!parsed.success) {
          source.log.warn({ setting: key }, 'stored setting is not valid any more; using its default');
        }
        return [key, parsed.success ? parsed.data : defaultValue];
      }),
    );
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
      definitionOf(key);
      const pending = (cached ??= load());
      try {
        // The key picks the definition, whose schema produced the value; TypeScript cannot follow that.
        return (await pending).get(key) as SettingValue<S[typeof key]>;
      } catch (error) {
        // Only what failed is forgotten: a change meanwhile may have begun to load anew.
        if (cached === pending) {
          clear();
        }
        throw error;
      }
    },
    async set(em, ctx, key, value) {
      const parsed = parseInput(definitionOf(key).schema, value, 'value');
      const previous = await writeSetting(em, ctx, key, parsed);
      await appendAudit(em, ctx, {
        action: 'setting.update',
        target: { type: 'Setting', id: key, name: key },
        tenantId: null,
        before: { value: previous },
        after: { value: parsed },
      });
      await announceSetting(em, ctx, key, parsed);
    },
  };
}

/** Stores a value, or with null none, and returns the one stored before, if any. Nothing is validated or announced. */
export async function writeSetting(
  em: EntityManager,
  { caller, clock }: SettingChange,
  key: string,
  value: unknown,
): Promise<unknown> {
  const [row] = await executeSql<{ previous: unknown }>(
    em,
    'select platform.set_setting(?, ?::jsonb, ?, ?, ?) as previous',
    [
      key,
      value === null ? null : JSON.stringify(value),
      clock.now(),
      caller.kind === 'anonymous' ? null : caller.id,
      caller.kind === 'anonymous' ? null : caller.name,
    ],
  );
  return row?.previous ?? null;
}

/**
 * Tells every process to forget its cached settings, and the modules that consume `setting.changed` to do what follows
 * from the value now in force; both when the caller's transaction commits. Comes last in it.
 */
export async function announceSetting(
  em: EntityManager,
  ctx: SettingChange,
  key: string,
  value: unknown,
): Promise<void> {
  await notify(em, settingsTopic, { key });
  await publish(em, { type: 'setting.changed', aggregateId: key, tenantId: null, data: { key, value } }, ctx);
}
