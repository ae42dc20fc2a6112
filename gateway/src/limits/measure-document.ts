import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** The size of an operation with every fragment written out. */
export interface DocumentSize {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  rootFields: number;
}

const nothing: DocumentSize = { depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * Measures the largest operation of a document in time linear in its text: a fragment is measured once however often
 * it is spread, because spreads within spreads grow exponentially when they are written out. Works on documents that
 * were not validated: an unknown fragment and one that contains itself count as empty here and are refused later.
 */
export function measureDocument(document: DocumentNode): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const measured = new Map<string, DocumentSize>();

  function ofFragment(name: string): DocumentSize {
    const known = measured.get(name);
    if (known) {
      return known;
    }
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? ofSelections(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  }

  function ofSelections(set: SelectionSetNode | undefined): DocumentSize {
    const total = { ...nothing };
    for (const selection of set?.selections ?? []) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const inner = ofSelections(selection.selectionSet);
        add(total, inner);
        total.depth = Math.max(total.depth, inner.depth + 1);
        total.fields += 1;
        total.rootFields += 1;
        total.aliases += selection.alias ? 1 : 0;
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
        add(total, inner);
        total.depth = Math.max(total.depth, inner.depth);
        total.rootFields += inner.rootFields;
      }
    }
    return total;
  }

  const largest = { ...nothing };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const size = ofSelections(definition.selectionSet);
      size.directives += definition.directives?.length ?? 0;
      for (const key of Object.keys(largest) as (keyof DocumentSize)[]) {
        largest[key] = Math.max(largest[key], size[key]);
      }
    }
  }
  return largest;
}

function add(total: DocumentSize, inner: DocumentSize): void {
  total.fields += inner.fields;
  total.aliases += inner.aliases;
  total.directives += inner.directives;
}
