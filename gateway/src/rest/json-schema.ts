import { InvariantError } from '@intendant/kit/errors';
import { isEnumType, type GraphQLLeafType } from 'graphql';

/** JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Int: { type: 'integer', format: 'int32' },
  Long: { type: 'integer', format: 'int64' },
  Float: { type: 'number', format: 'double' },
  DateTime: { type: 'string', format: 'date-time' },
  JSONObject: { type: 'object', additionalProperties: true },
  JSON: {},
};

/** What a scalar or enum of the API looks like as JSON. Throws `InvariantError` for a scalar nobody described. */
export function leafSchema(type: GraphQLLeafType): JsonSchema {
  if (isEnumType(type)) {
    return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  }
  const schema = scalars[type.name];
  if (!schema) {
    throw new InvariantError(`REST does not know what the scalar ${type.name} looks like as JSON.`);
  }
  return schema;
}

export function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    return schema;
  }
  if (typeof type !== 'string') {
    return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
  }
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

export function described(schema: JsonSchema, description: string | null | undefined): JsonSchema {
  return description ? { ...schema, description: description.replaceAll(/\s+/g, ' ').trim() } : schema;
}
