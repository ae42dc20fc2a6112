// Runs in the process of api-global-setup.mjs, which has registered tsx.
export default async function globalTeardown() {
  const { tearDown } = await import('./api-setup.ts');
  await tearDown();
}
