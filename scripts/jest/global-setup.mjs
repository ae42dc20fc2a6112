// jest loads a global setup with plain Node, which cannot read TypeScript: tsx is registered first.
import { existsSync } from 'node:fs';
import { register } from 'tsx/esm/api';

const setupFile = new URL('../../packages/kit/src/testing/jest-global-setup.ts', import.meta.url);

export default async function globalSetup() {
  if (!existsSync(setupFile)) return;
  register();
  const { default: setup } = await import(setupFile.href);
  await setup();
}
