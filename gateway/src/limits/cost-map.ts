import {
  Kind,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
} from 'graphql';

/** How long a list is taken to be: of a fixed length, or as long as an argument says. */
export interface ListSize {
  assumedSize: number | null;
  slicingArguments: readonly string[];
  /** When given, it is these fields of the returned object that are as long, not the field itself. */
  sizedFields: readonly string[];
}

/** `@cost` and `@listSize` of the supergraph. */
export interface CostMap {
  /** Weight of a field as `Type.field`, or of a type; null where the schema says nothing. */
  weightOf(coordinate: string): number | null;
  listSizeOf(typeName: string, fieldName: string): ListSize | null;
  /** Default value of an argument, when it is a number. */
  defaultOf(typeName: string, fieldName: string, argument: string): number | null;
}

export function compileCostMap(supergraph: DocumentNode): CostMap {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const defaults = new Map<string, number>();

  function addField(typeName: string, field: FieldDefinitionNode): void {
    const coordinate = `${typeName}.${field.name.value}`;
    const weight = numberOf(argumentOf(find(field.directives, 'cost'), 'weight'));
    if (weight !== null) {
      weights.set(coordinate, weight);
    }
    const listSize = find(field.directives, 'listSize');
    if (listSize) {
      sizes.set(coordinate, {
        assumedSize: numberOf(argumentOf(listSize, 'assumedSize')),
        slicingArguments: stringsOf(argumentOf(listSize, 'slicingArguments')),
        sizedFields: stringsOf(argumentOf(listSize, 'sizedFields')),
      });
    }
    for (const argument of field.arguments ?? []) {
      const value = numberOf(argument.defaultValue);
      if (value !== null) {
        defaults.set(`${coordinate}.${argument.name.value}`, value);
      }
    }
  }

  for (const type of supergraph.definitions) {
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      const weight = numberOf(argumentOf(find(type.directives, 'cost'), 'weight'));
      if (weight !== null) {
        weights.set(type.name.value, weight);
      }
      type.fields?.forEach((field) => addField(type.name.value, field));
    }
  }
  return {
    weightOf: (coordinate) => weights.get(coordinate) ?? null,
    listSizeOf: (typeName, fieldName) => sizes.get(`${typeName}.${fieldName}`) ?? null,
    defaultOf: (typeName, fieldName, argument) =>
      defaults.get(`${typeName}.${fieldName}.${argument}`) ?? null,
  };
}

function find(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): ConstDirectiveNode | undefined {
  return directives?.find((directive) => directive.name.value === name);
}

function argumentOf(directive: ConstDirectiveNode | undefined, name: string): ConstValueNode | undefined {
  return directive?.arguments?.find((argument) => argument.name.value === name)?.value;
}

function numberOf(value: ConstValueNode | undefined): number | null {
  return value?.kind === Kind.INT ? Number(value.value) : null;
}

function stringsOf(value: ConstValueNode | undefined): string[] {
  const values = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
