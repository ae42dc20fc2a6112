// Runs in the process of api-global-setup.mjs, which has registered tsx.
export default async function globalTeardown() {
  const { tearDown } = await import('./api-setup.ts');
  await tearDown().catch((error) => {
    // The unit tests' teardown may have stopped the server they share; what is left there the next run removes.
    if (error?.code !== 'ECONNREFUSED') throw error;
  });
}
