import type { Plugin } from 'vite';

const call = /graphql\(\s*`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`,?\s*\)/g;

/**
 * Replaces `graphql(…)` by the generated constant of that operation. The generated function looks its argument up in
 * a map of all operations, which would bring every operation of the app into every page.
 */
export function graphqlDocuments(): Plugin {
  return {
    name: 'graphql-documents',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/app\/(?!gql\/).*\.tsx?$/.test(id.split('?')[0] ?? '') || !code.includes('graphql(`'))
        return null;
      const names = new Set<string>();
      const replaced = code.replace(call, (_match, kind: string, name: string) => {
        const constant = kind === 'fragment' ? `${name}FragmentDoc` : `${name}Document`;
        names.add(constant);
        return constant;
      });
      if (names.size === 0) return null;
      return {
        code: `import { ${[...names].join(', ')} } from '#app/gql/graphql.ts';\n${replaced}`,
        map: null,
      };
    },
  };
}
