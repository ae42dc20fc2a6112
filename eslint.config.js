// The habits of this house that a machine can check. Types are the compiler's business (`npm run typecheck`).
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { fileName } from './scripts/eslint/file-name.js';
import { importZones } from './scripts/eslint/import-zones.js';

const sources = ['packages/*/src/**/*.ts', 'subgraphs/*/src/**/*.ts', 'gateway/src/**/*.ts'];
const typed = [
  ...sources,
  'admin-ui/{app,server}/**/*.{ts,tsx}',
  'e2e/**/*.ts',
  'bench/**/*.ts',
  'scripts/*.ts',
];
const tests = ['**/*.test.{ts,tsx}', '**/testing/**', 'e2e/**', 'bench/**'];

const processEnv = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Only env.ts reads the environment.',
};
const tableRoles = {
  table: ['table'],
  thead: ['rowgroup'],
  tbody: ['rowgroup'],
  tr: ['row'],
  th: ['columnheader', 'rowheader'],
  td: ['cell'],
};

export default defineConfig([
  globalIgnores([
    ...['**/node_modules/', '**/dist/', '**/build/', '**/coverage/', '.nx/', '.intendant/', '**/.cache/'],
    ...['**/generated/', 'admin-ui/app/gql/', 'schema/supergraph.graphql', 'schema/api.graphql'],
  ]),

  {
    files: ['**/*.{js,mjs,ts,tsx}'],
    extends: [js.configs.recommended],
    plugins: { house: { rules: { 'file-name': fileName } }, 'import-x': importX },
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // tsc knows which names exist; scripts in plain JavaScript run on Node.
      'no-undef': 'off',
      'house/file-name': 'error',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },

  // Import rules: one way only, no cycles, no default exports where nothing asks for one.
  {
    files: typed,
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
          conditionNames: ['source', 'node', 'import', 'default'],
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/ignore': ['node_modules', '/generated/', '/app/gql/'],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: importZones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
  {
    files: sources,
    ignores: ['**/jest-global-*.ts'],
    rules: { 'import-x/no-default-export': 'error' },
  },

  // The environment is read and validated in one file per process.
  {
    files: [...sources, 'admin-ui/{app,server}/**/*.{ts,tsx}'],
    ignores: ['**/env.ts', '**/env.server.ts', '**/*.test.{ts,tsx}', '**/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only env.ts reads the environment.' },
      ],
      'no-restricted-imports': ['error', { paths: [processEnv] }],
    },
  },
  { files: [...tests, '**/migrations/**'], rules: { 'max-lines': 'off' } },

  // Admin UI.
  {
    files: ['admin-ui/app/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs['recommended-latest']],
    processor: graphqlPlugin.processor,
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      // A table that becomes a list of cards on a phone (display: block) loses its meaning unless its roles are spelt out.
      'jsx-a11y/no-redundant-roles': ['error', tableRoles],
      'jsx-a11y/no-interactive-element-to-noninteractive-role': ['error', tableRoles],
      // Remix loaders and actions end early by throwing a response.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    files: ['admin-ui/app/**/*.{ts,tsx}'],
    ignores: ['admin-ui/app/lib/schema.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            processEnv,
            { name: 'zod', message: 'lib/schema.ts sets it up for the page’s security policy.' },
          ],
        },
      ],
    },
  },
  {
    files: ['admin-ui/app/**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: { schema: './schema/api.graphql' } },
    },
    rules: {
      '@graphql-eslint/no-deprecated': 'error',
      '@graphql-eslint/no-anonymous-operations': 'error',
    },
  },

  // The contract.
  {
    files: ['schema/**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: { parser: graphqlPlugin.parser },
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': {
            forbiddenPrefixes: ['get', 'query'],
            style: 'camelCase',
          },
        },
      ],
      '@graphql-eslint/input-name': [
        'error',
        { checkInputType: true, checkMutations: true, checkQueries: false, caseSensitiveInputType: false },
      ],
      '@graphql-eslint/require-deprecation-reason': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Directive[name.value=deprecated] Argument[name.value=reason] > StringValue:not([value=/^Use .+\\. Removal after \\d{4}-\\d{2}-\\d{2}\\.$/])',
          message: 'Write the reason as `Use X. Removal after YYYY-MM-DD.`',
        },
      ],
    },
  },
]);
