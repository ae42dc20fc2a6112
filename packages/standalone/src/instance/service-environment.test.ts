import { createIdentitySigner, createIdentityVerifier } from '@intendant/kit/identity/identity-token';
import { serviceCaller } from '@intendant/kit/identity/caller';
import { identityKeys } from './identity-keys.ts';
import { serviceEnvironments, toEnvFile, withoutSecrets } from './service-environment.ts';

const secretKey = 'a secret key of at least 32 characters';
const urlFor = (role: string): string => `postgresql://d_${role}:pass-${role}@db:5432/d`;

test('identity keys of one secret key are always the same and belong together', async () => {
  const { privateKey, publicKey } = identityKeys(secretKey);

  const token = await createIdentitySigner(privateKey).sign(serviceCaller('gateway'), 'request');
  const { caller } = await createIdentityVerifier(publicKey).verify(token);

  expect(identityKeys(secretKey)).toEqual({ privateKey, publicKey });
  expect(identityKeys(`${secretKey}!`).publicKey).not.toBe(publicKey);
  expect(caller).toMatchObject({ name: 'gateway' });
});

test('only the gateway can vouch for callers, and each service gets its own role', () => {
  const { gateway, tenants, billing } = serviceEnvironments(urlFor, secretKey);

  expect(Object.keys(gateway)).toEqual(['DATABASE_URL', 'INTENDANT_IDENTITY_PRIVATE_KEY']);
  expect(Object.keys(tenants)).toEqual([
    'DATABASE_URL',
    'JOBS_DATABASE_URL',
    'INTENDANT_IDENTITY_PUBLIC_KEY',
    'BACKUP_DATABASE_URL',
  ]);
  expect(Object.keys(billing)).not.toContain('BACKUP_DATABASE_URL');
  expect(tenants['DATABASE_URL']).toBe(urlFor('tenants'));
});

test('an env file has one line for each variable, and shows no secret when it is printed', () => {
  const { gateway } = serviceEnvironments(urlFor, secretKey);

  const printed = toEnvFile(withoutSecrets(gateway));

  expect(toEnvFile(gateway).trim().split('\n')).toHaveLength(2);
  expect(printed).toContain('postgresql://d_gateway:••••@db:5432/d');
  expect(printed).not.toMatch(/pass-|PRIVATE KEY-/);
});
