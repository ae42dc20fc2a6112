import { z } from 'zod';
import { InvariantError } from '../errors.ts';

/** A threshold, timeout or limit that an administrator may change while the platform runs. */
export interface Setting<T> {
  readonly schema: z.ZodType<T>;
  readonly defaultValue: T;
  /** One sentence for the settings page: what it decides. */
  readonly description: string;
  /** `ms`, `s`, `min`, `h`, `d`, `ratio` (0 to 1), `count`, `1/s`, `bytes`; null when it has none. */
  readonly unit: string | null;
}

export type SettingDefinitions = Readonly<Record<string, Setting<unknown>>>;

export type SettingValue<D> = D extends Setting<infer T> ? T : never;

/**
 * Declares a setting: `setting(z.number().int().min(1), 500, 'Latency from which …', { unit: 'ms' })`. The settings page
 * knows of the schema what `shapeOf` reads from it, so say no more than that with it: no transformation, no refinement.
 */
export function setting<T>(
  schema: z.ZodType<T>,
  defaultValue: T,
  description: string,
  { unit = null }: { unit?: string | null } = {},
): Setting<T> {
  return { schema, defaultValue, description, unit };
}

export type SettingType = 'INTEGER' | 'NUMBER' | 'BOOLEAN' | 'TEXT';

/** What values a setting takes, in the words of the settings page. */
export interface SettingShape {
  type: SettingType;
  minimum: number | null;
  maximum: number | null;
  isMinimumExclusive: boolean;
  isMaximumExclusive: boolean;
  minimumLength: number | null;
  maximumLength: number | null;
  /** A regular expression of JavaScript. */
  pattern: string | null;
  /** The texts to choose from. */
  options: string[] | null;
}

const bound = z.number().optional();

// The part of a JSON schema that settings use.
const jsonSchema = z.object({
  type: z.enum(['integer', 'number', 'boolean', 'string']),
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  minLength: bound,
  maxLength: bound,
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
});

const types: Readonly<Record<string, SettingType>> = {
  integer: 'INTEGER',
  number: 'NUMBER',
  boolean: 'BOOLEAN',
  string: 'TEXT',
};

/** Reads a setting's shape from its schema. Throws `InvariantError` for what is no number, boolean or text. */
export function shapeOf(key: string, { schema }: Setting<unknown>): SettingShape {
  const parsed = jsonSchema.safeParse(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  if (!parsed.success) {
    throw new InvariantError(`The setting ${key} must be a number, a boolean or a text.`);
  }
  const json = parsed.data;
  // The next whole number is a bound that needs no explanation.
  const step = json.type === 'integer' ? 1 : 0;
  const above = json.exclusiveMinimum;
  const below = json.exclusiveMaximum;
  const minimum = withinSafe(above === undefined ? json.minimum : above + step);
  const maximum = withinSafe(below === undefined ? json.maximum : below - step);
  return {
    type: types[json.type] ?? 'TEXT',
    minimum,
    maximum,
    isMinimumExclusive: above !== undefined && step === 0,
    isMaximumExclusive: below !== undefined && step === 0,
    minimumLength: json.minLength ?? null,
    maximumLength: json.maxLength ?? null,
    pattern: json.pattern ?? null,
    options: json.enum ?? null,
  };
}

/** A whole number is within ±(2^53 − 1) anyway, which is no bound to show to anybody. */
function withinSafe(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
}
