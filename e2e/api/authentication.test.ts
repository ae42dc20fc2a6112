import { graphql, instances, socketClient } from '../support/api-client.ts';
import { aKey, aTenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const viewer = '{ viewer { id name kind permissions } }';
const summaries = '{ tenantSummaries(first: 1) { totalCount } }';

describe.each(instances())('authentication, $form', (instance) => {
  it('knows nobody without a credential and answers what is public', async () => {
    const answer = await graphql<{ viewer: null }>(instance, viewer, {}, null);

    expect(answer).toMatchObject({ status: 200, data: { viewer: null }, errors: [] });
  });

  it('refuses what is not public without a credential', async () => {
    const { status, errors } = await graphql(instance, summaries, {}, null);

    expect(status).toBe(401);
    expect(errors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['an unknown key', 'itd_live_0000000000000000000000000000001234567'],
    ['a key with a typing error', 'itd_live_x'],
    ['an unknown session', 'nonsense'],
  ])('refuses %s', async (_, credential) => {
    const { status, errors } = await graphql(instance, viewer, {}, credential);

    expect(status).toBe(401);
    expect(errors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('answers a good key that names a tenant of others with 403, whether there is one or not', async () => {
    const [own, other] = [await aTenant(instance), await aTenant(instance)];
    const key = await aKey(instance, ['tenants:read'], { tenantId: own.id });
    const asked = async (tenant: string): Promise<unknown[]> => {
      const response = await fetch(`${instance.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          'x-api-key': key.secret,
          'x-intendant-tenant': tenant,
        },
        body: JSON.stringify({ query: viewer }),
      });
      const { errors = [] } = (await response.json()) as { errors?: { message: string }[] };
      return [response.status, errors.map(({ message }) => message)];
    };

    expect(await asked(own.id)).toEqual([200, []]);
    expect(await asked(other.id)).toEqual([403, ['No access to this tenant.']]);
    expect(await asked('no-such-tenant')).toEqual(await asked(other.id));
  });

  it('refuses a key without the scope, naming what it lacks', async () => {
    const key = await aKey(instance, ['events:write']);

    const { status, errors } = await graphql(instance, summaries, {}, key.secret);

    expect(status).toBe(403);
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect(JSON.stringify(errors[0]?.extensions)).toContain('health:read');
  });

  it('lets nobody grant a scope they do not hold', async () => {
    const key = await aKey(instance, ['keys:read', 'keys:write']);
    const input = { name: 'more', scopes: ['tenants:write'] };

    const { data, errors } = await graphql<{ createApiKey: null }>(
      instance,
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }',
      { input },
      key.secret,
    );

    expect(data?.createApiKey ?? null).toBeNull();
    expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('signs the owner in and out', async () => {
    const signIn = `mutation ($input: SignInInput!) {
      signIn(input: $input) { sessionToken viewer { platformRole } userErrors { code } }
    }`;
    const { data } = await graphql<{ signIn: { sessionToken: string; viewer: { platformRole: string } } }>(
      instance,
      signIn,
      { input: instance.owner },
      null,
    );
    const { sessionToken } = data.signIn;

    expect(data.signIn.viewer.platformRole).toBe('OWNER');
    expect((await graphql(instance, summaries, {}, sessionToken)).status).toBe(200);
    await graphql(instance, 'mutation { signOut { userErrors { code } } }', {}, sessionToken);
    expect((await graphql(instance, summaries, {}, sessionToken)).status).toBe(401);
  });

  it('reports a wrong password as something the caller can mend', async () => {
    const { data, status } = await graphql<{
      signIn: { sessionToken: null; userErrors: { code: string }[] };
    }>(
      instance,
      'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken userErrors { code } } }',
      { input: { email: 'nobody@intendant.test', password: 'wrong password' } },
      null,
    );

    expect(status).toBe(200);
    expect(data.signIn).toEqual({ sessionToken: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
  });

  it('ends a revoked key within five seconds', async () => {
    const key = await aKey(instance, ['platform:read', 'health:read', 'tenants:read']);
    expect((await graphql(instance, summaries, {}, key.secret)).status).toBe(200);

    await graphql(
      instance,
      'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }',
      { input: { id: key.id } },
    );

    await eventually(async () => {
      expect((await graphql(instance, summaries, {}, key.secret)).status).toBe(401);
    }, 5_000);
  });

  it('cuts the open subscription of a revoked key within five seconds', async () => {
    const tenant = await aTenant(instance);
    const key = await aKey(instance, ['health:read'], { tenantId: tenant.id });
    const client = socketClient(instance, { apiKey: key.secret });
    const query = `subscription { tenantHealthChanged(tenantId: "${tenant.id}") { id } }`;
    const events = client.iterate({ query });
    expect(await events.next()).toMatchObject({
      value: { data: { tenantHealthChanged: { id: tenant.id } } },
    });
    const ended = endOf(events);

    await graphql(
      instance,
      'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }',
      { input: { id: key.id } },
    );
    const revokedAt = Date.now();

    await ended;
    expect(Date.now() - revokedAt).toBeLessThan(5_000);
    await client.dispose();
  });
});

/** Resolves when the subscription ends, in whatever way. */
async function endOf(events: AsyncIterator<unknown>): Promise<void> {
  try {
    while (!(await events.next()).done) {
      // Figures may still change until then.
    }
  } catch {
    // A closed socket is an end, too.
  }
}
