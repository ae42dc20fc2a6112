import { InvariantError } from '@intendant/kit/errors';
import { withoutControls } from '@intendant/kit/plain-text';
import {
  type GraphQLEnumType,
  isEnumType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
  valueFromASTUntyped,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { z } from 'zod';
import { leafSchema, type JsonSchema } from './json-schema.ts';
import { constantOf, localDirective } from './local-directives.ts';
import { restName } from './rest-name.ts';

/** A parameter of the path or the query, made of a variable of the operation. */
export interface Parameter {
  name: string;
  variable: string;
  in: 'path' | 'query';
  description: string;
  isRequired: boolean;
  schema: JsonSchema;
  /** Lists are separated by commas, or the parameter is repeated. */
  isList: boolean;
  /** From text to the variable's value. */
  read: z.ZodType<unknown>;
}

const longestText = 200;
const longestList = 50;
/** A cursor is made by us; it only has to fit into an address. */
const longestCursor = 2_000;

/** Throws `InvariantError` for a variable that is not described, or of a type no parameter has. */
export function parameterOf(
  schema: GraphQLSchema,
  path: string,
  definition: VariableDefinitionNode,
): Parameter {
  const variable = definition.variable.name.value;
  const directive = localDirective(definition, 'parameter');
  const declared = typeFromAST(schema, definition.type);
  if (!directive || !isInputType(declared)) {
    throw new InvariantError(`The parameter $${variable} of ${path} is not described.`);
  }
  const name = String(constantOf(directive, 'name') ?? restName(variable));
  const isInPath = path.includes(`{${name}}`);
  const type = isNonNullType(declared) ? declared.ofType : declared;
  const isList = isListType(type);
  const itemType: GraphQLInputType = isListType(type) ? (type.ofType as GraphQLInputType) : type;
  const item = itemOf(schema, isNonNullType(itemType) ? itemType.ofType : itemType, {
    variable,
    isInPath,
    named: constantOf(directive, 'enum'),
    minimum: constantOf(directive, 'minimum'),
    maximum: constantOf(directive, 'maximum'),
  });
  const value = definition.defaultValue;
  return {
    name,
    variable,
    in: isInPath ? 'path' : 'query',
    description: String(constantOf(directive, 'description')),
    isRequired: isInPath || (isNonNullType(declared) && !value),
    schema: {
      ...(isList ? { type: 'array', items: item.schema, maxItems: longestList } : item.schema),
      ...(value && { default: valueFromASTUntyped(value) }),
    },
    isList,
    read: isList ? z.array(item.read).max(longestList, `must have at most ${longestList} values`) : item.read,
  };
}

interface ItemOptions {
  variable: string;
  isInPath: boolean;
  named: string | number | null;
  minimum: string | number | null;
  maximum: string | number | null;
}

type Item = Pick<Parameter, 'schema' | 'read'>;

function itemOf(schema: GraphQLSchema, type: GraphQLInputType, options: ItemOptions): Item {
  const named = options.named === null ? type : schema.getType(String(options.named));
  if (isEnumType(named)) {
    return enumItem(named);
  }
  if (!isScalarType(named)) {
    throw new InvariantError(`No parameter of REST can be a ${String(type)}.`);
  }
  const like = leafSchema(named);
  switch (named.name) {
    case 'Int': {
      const [minimum, maximum] = [Number(options.minimum ?? 0), Number(options.maximum ?? 2 ** 31 - 1)];
      const message = `must be a whole number from ${minimum} to ${maximum}`;
      const number = z.number(message).min(minimum, message).max(maximum, message);
      return {
        schema: { ...like, minimum, maximum },
        read: z.string().regex(/^\d+$/, message).transform(Number).pipe(number),
      };
    }
    case 'Boolean':
      return {
        schema: like,
        read: z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true'),
      };
    case 'DateTime':
      return {
        schema: like,
        read: z.iso.datetime({
          offset: true,
          error: 'must be an instant as RFC 3339 writes it, such as 2026-01-31T12:00:00Z',
        }),
      };
    default: {
      const longest = options.variable === 'after' ? longestCursor : longestText;
      const text = z.string().max(longest, `must have at most ${longest} characters`);
      // What the path asks for with them does not exist, which is not a mistake of a parameter.
      const read = options.isInPath
        ? text
        : text.regex(withoutControls, 'must not contain control characters');
      return { schema: { ...like, maxLength: longest }, read };
    }
  }
}

/** Values in any letter case: they are words of the API, and people type them. */
function enumItem(type: GraphQLEnumType): Item {
  const names = type.getValues().map(({ name }) => name);
  const read = z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(names, `must be ${names.join(', ')}`));
  return { schema: leafSchema(type), read };
}
