import { createHash } from 'node:crypto';
import { UpstreamUnavailableError, type Upstream, type UpstreamResult } from '../upstream/upstream.ts';

/**
 * An upstream that fails in every way one can, always in the same way for the same request: it is away, answers with
 * an error beside or instead of data, leaves things out, or returns nulls and values of another type.
 */
export function faultyUpstream(upstream: Upstream, seed: number): Upstream {
  return {
    ...upstream,
    async execute(operation, call) {
      const result = await upstream.execute(operation, call);
      const { query, variables } = operation;
      const hash = createHash('sha256')
        .update(JSON.stringify([seed, query, variables]))
        .digest();
      return fault(hash, upstream.name, result);
    },
  };
}

function fault(hash: Buffer, name: string, result: UpstreamResult): UpstreamResult {
  const choice = (hash[0] ?? 0) % 12;
  const [root] = Object.keys(result.data ?? {});
  switch (choice) {
    case 0:
      throw new UpstreamUnavailableError(name);
    case 1:
      return { data: null, errors: [{ message: 'no data', extensions: { code: 'FORBIDDEN' } }] };
    case 2:
      return {
        ...result,
        errors: [{ message: 'beside data', path: root === undefined ? [] : [root, 1, 'name'] }],
      };
    case 3:
      return {
        ...result,
        errors: [{ message: '', path: ['_entities', 0, 'name'], extensions: { code: 'ODD' } }],
      };
    case 4:
    case 5:
    case 6:
      return { ...result, data: damage(result.data, hash) as Record<string, unknown> | null | undefined };
    case 7:
      return root === '_entities' ? { data: { _entities: [] } } : { data: {} };
    default:
      return result;
  }
}

/** Replaces about one value in four. */
function damage(value: unknown, hash: Buffer, position = { at: 1 }): unknown {
  position.at = (position.at + 1) % hash.length;
  const die = hash[position.at] ?? 0;
  if (Array.isArray(value)) {
    return value.map((item) => damage(item, hash, position));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) =>
        die % 16 === 3 && key !== '__typename' && key !== '_entities'
          ? []
          : [[key, isTypename(key, item, value) ? item : damage(item, hash, position)] as const],
      ),
    );
  }
  return [value, value, value, null, value, 7, 'MARK_I', value][die % 8];
}

/** No subgraph names another type under an alias than it does under `__typename`. */
function isTypename(key: string, item: unknown, object: object): boolean {
  return key === '__typename' || ('__typename' in object && item === object.__typename);
}
