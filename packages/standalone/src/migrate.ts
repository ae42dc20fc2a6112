import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runMain } from '@intendant/kit/env';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { SecurityContext } from '@intendant/security/context';
import { ensureOwner } from '@intendant/security/user/ensure-owner';
import { readEnv, type StandaloneEnv } from './env.ts';
import { secretKeyOf } from './instance/data-directory.ts';
import type { Platform } from './instance/platform.ts';
import { serviceEnvironments, toEnvFile, withoutSecrets } from './instance/service-environment.ts';
import { withPlatform } from './instance/with-platform.ts';
import { parseCommand } from './terminal/parse-command.ts';

const usage = `
Installs or migrates the control database, and makes sure that the platform has an owner.

  npm run db:migrate -- [options]

  --env-dir <folder>   Write an env file for each service of the distributed form (tenants.env, …, gateway.env)
  --show               Print those environments with their secrets

DATABASE_URL names the database, with a user that may create roles; without it, it is the embedded one. The same
INTENDANT_SECRET_KEY always gives the same roles' passwords and the same identity keys.
`;

await runMain(async () => {
  const { values } = parseCommand(
    { 'env-dir': { type: 'string' }, show: { type: 'boolean', default: false } },
    usage,
  );
  const env = readEnv();
  await withPlatform(async (platform) => {
    const { installation } = platform;
    say(installation.hasChanged ? 'The database is migrated.' : 'The database was up to date.');
    await announceOwner(platform, env);
    const environments = serviceEnvironments(
      (role) => installation.urlFor(role),
      secretKeyOf(env.dataDir, env.secretKey),
    );
    if (values['env-dir'] !== undefined) {
      const folder = resolve(values['env-dir']);
      writeEnvFiles(folder, environments);
      say(`The services' env files are in ${folder}.`);
    }
    if (values.show || (env.databaseUrl !== null && values['env-dir'] === undefined)) {
      for (const [service, environment] of Object.entries(environments)) {
        say(
          `\n# ${service}\n${toEnvFile(values.show ? environment : withoutSecrets(environment)).trimEnd()}`,
        );
      }
    }
  });
});
process.exit();

async function announceOwner(platform: Platform, env: StandaloneEnv): Promise<void> {
  const context = platform.runtime('security').contextFor({ caller: serviceCaller('migrate') });
  // The runtime of security makes security's own context.
  const owner = await ensureOwner(context as SecurityContext, {
    email: env.adminEmail,
    password: env.adminPassword,
  });
  if (owner.email !== null) {
    say(`The platform's owner is ${owner.email}.`);
  }
  if (owner.generatedPassword !== null) {
    say(`Its password, shown this once: ${owner.generatedPassword}`);
  }
}

function writeEnvFiles(folder: string, environments: Record<string, Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [service, environment] of Object.entries(environments)) {
    const file = join(folder, `${service}.env`);
    writeFileSync(file, toEnvFile(environment), { mode: 0o600 });
    // The mode above counts for new files only.
    chmodSync(file, 0o600);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
