// Runs in the process of global-setup.mjs, which has registered tsx.
export default async function globalTeardown() {
  const { default: teardown } = await import('../../packages/kit/src/testing/jest-global-teardown.ts');
  await teardown();
}
