// Runs in the process of global-setup.mjs, which has registered tsx.
import { existsSync } from 'node:fs';

const teardownFile = new URL('../../packages/kit/src/testing/jest-global-teardown.ts', import.meta.url);

export default async function globalTeardown() {
  if (!existsSync(teardownFile)) return;
  const { default: teardown } = await import(teardownFile.href);
  await teardown();
}
