import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const instant = /^(\d{4}-\d{2}-(\d{2}))T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function readInstant(text: string): Date | null {
  const [, date, day] = instant.exec(text) ?? [];
  // A day that does not exist, such as the 31st of February, would be read as one of the next month.
  return new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day) ? new Date(text) : null;
}

function toDate(value: unknown): Date {
  const date = value instanceof Date ? value : typeof value === 'string' ? readInstant(value) : null;
  // PostgreSQL has no year 0.
  if (date === null || !(date.getUTCFullYear() >= 1)) {
    throw new GraphQLError('DateTime must be an ISO 8601 instant such as 2026-11-20T09:41:00.000Z.');
  }
  return date;
}

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => toDate(value).toISOString(),
  parseValue: toDate,
  parseLiteral: (node) => toDate(node.kind === Kind.STRING ? node.value : null),
});

// Amounts and counts arrive from PostgreSQL as bigint or string when they are wider than 32 bits.
function toLong(value: unknown): number {
  const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || value === '') {
    throw new GraphQLError('Long must be a whole number within 2^53 - 1.');
  }
  return number;
}

const long = new GraphQLScalarType<number, number>({
  name: 'Long',
  serialize: toLong,
  parseValue: (value) => toLong(typeof value === 'number' ? value : null),
  parseLiteral: (node) => toLong(node.kind === Kind.INT ? node.value : null),
});

function toObject(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new GraphQLError('JSONObject must be a JSON object.');
  }
  return Object.fromEntries(Object.entries(value));
}

function literalToJson(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, literalToJson(field.value, variables)]),
      );
    case Kind.LIST:
      return node.values.map((value) => literalToJson(value, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
}

const jsonObject = new GraphQLScalarType<Record<string, unknown>, Record<string, unknown>>({
  name: 'JSONObject',
  serialize: toObject,
  parseValue: toObject,
  parseLiteral: (node, variables) => toObject(literalToJson(node, variables ?? {})),
});

const json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => literalToJson(node, variables ?? {}),
});

/** Resolvers of the scalars in schema/shared.graphql; every subgraph gets them. */
export const sharedScalars: Record<string, GraphQLScalarType> = {
  DateTime: dateTime,
  Long: long,
  JSONObject: jsonObject,
  JSON: json,
};
