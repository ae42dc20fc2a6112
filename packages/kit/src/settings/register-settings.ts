import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '../database/execute-sql.ts';
import { InvariantError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import { shapeOf, type SettingDefinitions } from './setting.ts';

export interface RegistrationSource {
  em: EntityManager;
  pubsub: PubSub;
  log: Log;
}

/**
 * Tells the settings page what a module declares, and that what it declared earlier is gone: called when the module
 * starts, and a single statement that writes nothing when nothing changed. A database that is away is logged and told
 * when it is back. Throws `InvariantError` for a setting of another module's name or of a shape the page cannot show.
 */
export async function registerSettings(
  module: string,
  definitions: SettingDefinitions,
  { em, pubsub, log }: RegistrationSource,
): Promise<void> {
  const rows = JSON.stringify(Object.entries(definitions).map(([key, each]) => toRow(module, key, each)));
  const register = async (): Promise<void> => {
    try {
      await executeSql(em.fork(), 'select platform.register_settings(?, ?::jsonb)', [module, rows]);
    } catch (error) {
      log.warn({ err: error }, 'the settings of the module could not be registered');
    }
  };
  pubsub.onReconnect(() => void register());
  await register();
}

function toRow(module: string, key: string, definition: SettingDefinitions[string]): object {
  if (!key.startsWith(`${module}.`)) {
    throw new InvariantError(`The setting ${key} of the module ${module} must be named ${module}.….`);
  }
  const shape = shapeOf(key, definition);
  return {
    key,
    type: shape.type,
    unit: definition.unit,
    minimum: shape.minimum,
    maximum: shape.maximum,
    is_minimum_exclusive: shape.isMinimumExclusive,
    is_maximum_exclusive: shape.isMaximumExclusive,
    minimum_length: shape.minimumLength,
    maximum_length: shape.maximumLength,
    pattern: shape.pattern,
    options: shape.options,
    default_value: definition.defaultValue,
    description: definition.description,
  };
}
