import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/append-audit.ts';
import { executeSql } from '../database/execute-sql.ts';
import { UserError } from '../errors.ts';
import { checkValue, problemWith } from './check-value.ts';
import type { SettingShape } from './setting.ts';
import { announceSetting, writeSetting, type SettingChange } from './settings.ts';

/** A setting of any module, as the settings page shows it. */
export interface RegisteredSetting extends SettingShape {
  key: string;
  module: string;
  description: string;
  unit: string | null;
  defaultValue: unknown;
  /** The value in force; a stored one that its definition does not allow any more is not. */
  value: unknown;
  /** Whether the value in force differs from the default. */
  isChanged: boolean;
  /** When it was changed last, be it back to the default; null when never. */
  changedAt: Date | null;
  /** The name of who did it, or the identifier where no name was recorded. */
  changedBy: string | null;
}

const columns = `key, module, type, unit, minimum, maximum, is_minimum_exclusive as "isMinimumExclusive",
  is_maximum_exclusive as "isMaximumExclusive", minimum_length as "minimumLength", maximum_length as "maximumLength",
  pattern, to_jsonb(options) as options, default_value as "defaultValue", description, value, updated_at as "changedAt", updated_by as "changedBy"`;

type Row = Omit<RegisteredSetting, 'changedAt' | 'isChanged'> & { changedAt: string | null };

/** The settings of all modules, by module and key; one statement. The module's `platformAccess` names `settings`. */
export async function listSettings(em: EntityManager): Promise<RegisteredSetting[]> {
  const rows = await executeSql<Row>(em, `select ${columns} from platform.list_settings()`);
  return rows.map(toSetting);
}

/** One setting. Throws `UserError('NOT_FOUND')` for a key that no module declares. */
export async function findSetting(em: EntityManager, key: string): Promise<RegisteredSetting> {
  const [row] = await executeSql<Row>(em, `select ${columns} from platform.list_settings() where key = ?`, [
    key,
  ]);
  if (!row) {
    throw new UserError('NOT_FOUND', `There is no setting ${key}.`, 'key');
  }
  return toSetting(row);
}

/**
 * Changes a setting of any module, or with null returns it to its default; audited as `setting.update` or
 * `setting.reset` with the values in force before and after, and announced, in the caller's transaction. Authorise
 * before. Returns the setting as it is then. Throws `UserError`: `NOT_FOUND` for an unknown key, `BAD_INPUT` on the field
 * `value` for what its definition does not allow.
 */
export async function changeSetting(
  em: EntityManager,
  ctx: SettingChange,
  key: string,
  value: unknown,
): Promise<RegisteredSetting> {
  const definition = await findSetting(em, key);
  const isReset = value === null || value === undefined;
  if (!isReset) {
    checkValue(definition, value);
  }
  const previous = await writeSetting(em, ctx, key, isReset ? null : value);
  await appendAudit(em, ctx, {
    action: isReset ? 'setting.reset' : 'setting.update',
    target: { type: 'Setting', id: key, name: key },
    tenantId: null,
    before: { value: valueInForce(definition, previous) },
    after: { value: isReset ? definition.defaultValue : value },
  });
  const changed = await findSetting(em, key);
  await announceSetting(em, ctx, key, changed.value);
  return changed;
}

function toSetting(row: Row): RegisteredSetting {
  const value = valueInForce(row, row.value);
  return {
    ...row,
    value,
    isChanged: value !== row.defaultValue,
    changedAt: row.changedAt === null ? null : new Date(row.changedAt),
  };
}

/** A stored value that the definition does not allow, such as none, is not in force: the default is. */
function valueInForce(definition: SettingShape & { defaultValue: unknown }, stored: unknown): unknown {
  return problemWith(definition, stored) === null ? stored : definition.defaultValue;
}
