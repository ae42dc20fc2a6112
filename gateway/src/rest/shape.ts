import { described, nullable, type JsonSchema } from './json-schema.ts';

type Path = readonly (string | number)[];

/** How a part of a result is shown, told once: the JSON, its schema, and where things of the result are found in it. */
export interface Shape {
  readonly schema: JsonSchema;
  project(value: unknown): unknown;
  /** Where a path of the result ends up, as the segments of a JSON pointer; as far as it can be followed. */
  locate(path: Path): Path;
}

/** A part of an object; without a key it is made of the same object. */
export interface Member {
  key: string | null;
  name: string;
  shape: Shape;
}

export function leaf(schema: JsonSchema, project: (value: unknown) => unknown = (value) => value): Shape {
  return { schema, project, locate: () => [] };
}

export function nullableShape(shape: Shape): Shape {
  return {
    schema: nullable(shape.schema),
    project: (value) => (value === null || value === undefined ? null : shape.project(value)),
    locate: (path) => shape.locate(path),
  };
}

export function listShape(item: Shape): Shape {
  return {
    schema: { type: 'array', items: item.schema },
    project: (value) => (value as unknown[]).map((each) => item.project(each)),
    locate: ([index, ...rest]) => (index === undefined ? [] : [index, ...item.locate(rest)]),
  };
}

/** An object that is shown as one of its fields. */
export function onlyShape(key: string, shape: Shape): Shape {
  return {
    schema: shape.schema,
    project: (value) => shape.project((value as Record<string, unknown>)[key]),
    locate: ([, ...rest]) => shape.locate(rest),
  };
}

/** A list of names and values as one object. */
export function byNameShape(name: Member, value: Member): Shape {
  const of = (item: unknown, { key, shape }: Member): unknown =>
    shape.project((item as Record<string, unknown>)[key ?? '']);
  return {
    schema: { type: 'object', additionalProperties: value.shape.schema },
    project: (list) =>
      Object.fromEntries((list as unknown[]).map((item) => [String(of(item, name)), of(item, value)])),
    locate: () => [],
  };
}

export function objectShape(members: readonly Member[]): Shape {
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(members.map(({ name, shape }) => [name, shape.schema])),
      required: members.map(({ name }) => name),
    },
    project: (value) =>
      Object.fromEntries(
        members.map(({ key, name, shape }) => [
          name,
          shape.project(key === null ? value : (value as Record<string, unknown>)[key]),
        ]),
      ),
    locate(path) {
      const [head, ...rest] = path;
      for (const { key, name, shape } of members) {
        const inner = key === head ? shape.locate(rest) : key === null ? shape.locate(path) : null;
        // A group that does not have it either finds nothing.
        if (inner && (key !== null || inner.length > 0)) {
          return [name, ...inner];
        }
      }
      return [];
    },
  };
}

export function describedShape(shape: Shape, description: string | null | undefined): Shape {
  return { ...shape, schema: described(shape.schema, description) };
}
