// jest loads a global setup with plain Node, which cannot read TypeScript: tsx is registered first.
import { register } from 'tsx/esm/api';

export default async function globalSetup() {
  register();
  const { default: setUp } = await import('./api-setup.ts');
  await setUp();
}
