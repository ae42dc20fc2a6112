// Five projects: `unit` (use cases, resolvers, loaders on Node), `ui` (components in jsdom), `api` (a running instance,
// standalone and distributed), `distributed` (two of everything behind a proxy) and `e2e` (journeys in Chromium). Run
// them through `npm test`, which prepares what they need; `npm test -- subgraphs/tenants` runs one folder.

/** swc only removes the types; they are checked by `npm run typecheck`. TSX is apart: its parser refuses some TS. */
const transform = (tsx) => [
  '@swc/jest',
  {
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
      experimental: { keepImportAttributes: true },
    },
  },
];

/** Packages of this house are resolved to their sources by the export condition `source`. */
const project = (displayName, options) => ({
  displayName,
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx$': transform(true), '\\.ts$': transform(false) },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  setupFilesAfterEnv: ['<rootDir>/scripts/jest/setup.ts'],
  ...options,
});

export default {
  maxWorkers: 2,
  testTimeout: 30_000,
  // Module graphs of ESM tests are not given back; a worker that has grown is replaced between two test files.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/scripts/jest/summary-reporter.mjs'],
  projects: [
    project('unit', {
      testMatch: [
        '<rootDir>/{packages,subgraphs}/*/src/**/*.test.ts',
        '<rootDir>/gateway/src/**/*.test.ts',
        '<rootDir>/admin-ui/{app,server}/**/*.test.ts',
        '<rootDir>/scripts/**/*.test.ts',
      ],
      globalSetup: '<rootDir>/scripts/jest/global-setup.mjs',
      globalTeardown: '<rootDir>/scripts/jest/global-teardown.mjs',
    }),
    project('ui', {
      testMatch: ['<rootDir>/admin-ui/app/**/*.test.tsx'],
      testEnvironment: '<rootDir>/scripts/jest/ui-environment.mjs',
      setupFilesAfterEnv: ['<rootDir>/scripts/jest/setup.ts', '<rootDir>/admin-ui/app/testing/patience.ts'],
      // What Vite turns into a URL is of no interest to a component's test.
      moduleNameMapper: { '\\.(css|svg|woff2)(\\?url)?$': '<rootDir>/scripts/jest/asset.mjs' },
    }),
    project('api', {
      testMatch: ['<rootDir>/e2e/api/**/*.test.ts'],
      globalSetup: '<rootDir>/e2e/support/api-global-setup.mjs',
      globalTeardown: '<rootDir>/e2e/support/api-global-teardown.mjs',
    }),
    project('distributed', { testMatch: ['<rootDir>/e2e/distributed/**/*.test.ts'] }),
    project('e2e', { testMatch: ['<rootDir>/e2e/journeys/**/*.test.ts'] }),
  ],
};
