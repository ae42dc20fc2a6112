import fc from 'fast-check';
import { executorsFor } from '../testing/compare-executors.ts';
import { faultyUpstream } from '../testing/faulty-upstream.ts';
import { composeFixtures, fixtureRuntime } from '../testing/fixture-runtime.ts';
import { fixtureNames } from '../testing/fixture-sdl.ts';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { generalNames } from '../testing/general-sdl.ts';
import { composeGeneral, generalUpstream } from '../testing/general-subgraphs.ts';
import { GeneralWorld } from '../testing/general-world.ts';
import { randomOperation, type Literals } from '../testing/random-operation.ts';
import { sharingUpstream } from '../testing/sharing-upstream.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import type { Upstream } from '../upstream/upstream.ts';

type UpstreamsFor = (seed: number | null) => ReadonlyMap<string, Upstream>;

/** Fresh upstreams for each side: executors write into what they are given. */
const ownUpstreams: UpstreamsFor = (seed) => {
  const world = new FixtureWorld();
  return withFaults(
    fixtureNames.map((name) => createInProcessUpstream(name, fixtureRuntime(name, world))),
    seed,
  );
};

const generalUpstreams: UpstreamsFor = (seed) => {
  const world = new GeneralWorld();
  return withFaults(
    generalNames.map((name) => generalUpstream(name, world)),
    seed,
  );
};

function withFaults(upstreams: Upstream[], seed: number | null): ReadonlyMap<string, Upstream> {
  return new Map(
    upstreams.map((upstream) => [upstream.name, seed === null ? upstream : faultyUpstream(upstream, seed)]),
  );
}

function shared(upstreams: ReadonlyMap<string, Upstream>): ReadonlyMap<string, Upstream> {
  return new Map([...upstreams].map(([name, upstream]) => [name, sharingUpstream(upstream)]));
}

const generalLiterals: Literals = {
  byName: {
    ID: ['"b1"', '"b3"', '"f2"', '"nobody"', '$id'],
    Int: ['0', '1', '2', '$first'],
    edition: ['1', '2', '3'],
    isbn: ['"i-b1"', '"i-b3"', '"none"'],
    email: ['"ann@example.org"', '"nobody"'],
    text: ['"Tides"', '"in"'],
    stars: ['[5, 1]', '[]', 'null'],
    Float: ['2', '0.5'],
    MediaFilter: ['{}', '{ title: "Tides" }', '{ kinds: [FILM] }'],
  },
  id: 'b2',
};

const own = { title: 'our fixtures', executors: executorsFor(composeFixtures()), upstreams: ownUpstreams };
const supergraphs = [
  { ...own, literals: undefined },
  {
    title: 'a supergraph with all of federation 2',
    executors: executorsFor(composeGeneral()),
    upstreams: generalUpstreams,
    literals: generalLiterals,
  },
];

describe.each(supergraphs)('the compiled executor on $title', ({ executors, upstreams, literals }) => {
  it.each([
    ['healthy subgraphs', null],
    ['subgraphs that fail in every way', 1],
    ['subgraphs that fail in other ways', 2],
  ])(
    'answers random operations as Apollo does, over %s',
    async (_, seed) => {
      const theirs = await executors.apollo(upstreams(seed));
      const ours = executors.ours(upstreams(seed));
      const sharing = executors.ours(shared(upstreams(seed)));
      let compared = 0;

      await fc.assert(
        fc.asyncProperty(fc.gen(), async (draw) => {
          const { query, variables } = randomOperation(executors.schema, draw, literals);
          const operation = executors.prepare(query);
          fc.pre(operation !== null);
          if (operation) {
            compared += 1;
            const expected = await executors.answer(theirs, operation, variables);
            // Asked twice of those who share, because what was answered once may be given again.
            for (const side of [ours, sharing, sharing]) {
              const answer = await executors.answer(side, operation, variables);
              expect({ query, answer }).toEqual({ query, answer: expected });
            }
          }
        }),
        { numRuns: 300, maxSkipsPerRun: 20, endOnFailure: true },
      );

      expect(compared).toBeGreaterThanOrEqual(150);
    },
    120_000,
  );
});

describe('the compiled executor', () => {
  const { executors, upstreams } = own;

  it.each([
    [
      'an overview',
      '{ busiest { name executions figures { rate tenant { name email } } } tenants { nodes { children { executions } } } viewer { tenant { name } } }',
    ],
    ['introspection', '{ __schema { queryType { name } } __type(name: "Tenant") { name } greeting }'],
    ['a null where none may be', '{ tenants { nodes { broken } total } a: tenant(id: "t2") { broken } }'],
    ['an error below a list', '{ busiest { fails } }'],
    ['an alias that is a trap', '{ __proto__: greeting constructor: greeting toString: load }'],
    [
      'a mutation',
      'mutation { renameTenant(id: "t1", name: "Aurora") { tenant { executions } userErrors { code } } }',
    ],
    ['nothing at all', '{ greeting @skip(if: true) }'],
  ])('answers %s as Apollo does', async (_, query) => {
    const theirs = await executors.apollo(upstreams(null));
    const ours = executors.ours(upstreams(null));
    const operation = executors.prepare(query);

    expect(operation).not.toBeNull();
    if (operation) {
      const answer = await executors.answer(ours, operation);
      expect(answer).toEqual(await executors.answer(theirs, operation));
    }
  });
});
