import { runCommand } from './measured-process.ts';

/** An API key of the platform, made by the command an operator uses. */
export async function createKey(
  env: Record<string, string>,
  name: string,
  scopes: readonly string[],
): Promise<string> {
  const args = ['create', '--name', name, '--scopes', scopes.join(','), '--events-per-second', '1000000'];
  const output = await runCommand('@intendant/standalone/key', args, env);
  return output.trim();
}
