import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import type { Limits } from './limits.ts';

const limits: Partial<Limits> = {
  tokens: 200,
  depth: 4,
  aliases: 3,
  rootFields: 4,
  directives: 3,
  fields: 12,
  cost: 60,
};

describe('operation limits', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ limits });
    gateway.world.credentials.set('ada', { caller: aPlatformCaller() });
  });

  afterAll(() => gateway.close());

  it.each([
    ['TOO_MANY_TOKENS', `{ ${'greeting '.repeat(300)} }`, 200],
    ['OPERATION_TOO_DEEP', '{ tenant(id: "t1") { parent { parent { parent { id } } } } }', 4],
    ['TOO_MANY_ALIASES', '{ a: greeting b: greeting c: greeting d: greeting }', 3],
    ['TOO_MANY_ROOT_FIELDS', '{ greeting load greeting load greeting }', 4],
    [
      'TOO_MANY_DIRECTIVES',
      '{ greeting @skip(if: false) @skip(if: false) @skip(if: false) @skip(if: false) }',
      3,
    ],
    [
      'TOO_MANY_FIELDS',
      '{ tenant(id: "t1") { ...A ...A ...A } } fragment A on Tenant { ...B ...B } fragment B on Tenant { id name }',
      12,
    ],
    ['OPERATION_TOO_COSTLY', '{ tenants(first: 50) { nodes { parent { id } } } }', 60],
  ])('refuses an operation with %s and says what is allowed', async (code, query, allowed) => {
    const answer = await gateway.query(query, { secret: 'ada' });

    expect(answer.status).toBe(400);
    expect(answer.errors).toMatchObject([{ extensions: { code, allowed } }]);
  });

  it('measures what a fragment hides at the root', async () => {
    const query = '{ ...R } fragment R on Query { ...S ...S } fragment S on Query { greeting load greeting }';
    const answer = await gateway.query(query);

    expect(answer.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_ROOT_FIELDS', actual: 6 } }]);
  });

  it('takes the length of a list from the variables, and the default where there are none', async () => {
    const query = 'query ($first: Int) { tenants(first: $first) { nodes { parent { id } } } }';
    const few = await gateway.query(query, { secret: 'ada', variables: { first: 20 } });
    const many = await gateway.query(query, { secret: 'ada', variables: { first: 40 } });
    const unsaid = await gateway.query(query, { secret: 'ada' });

    expect([few.status, many.status, unsaid.status]).toEqual([200, 400, 400]);
    expect(many.errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COSTLY', actual: 81 } }]);
  });

  it('refuses fragments that contain themselves and exponential ones in no time', async () => {
    const circular = '{ ...A } fragment A on Query { ...A greeting }';
    const levels = Array.from(
      { length: 20 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const startedAt = Date.now();
    const open = await startGateway();
    const answers = await Promise.all([
      gateway.query(circular),
      open.query(`{ ...F0 } ${levels.join(' ')} fragment F20 on Query { greeting }`),
    ]);
    await open.close();

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
  });
});
