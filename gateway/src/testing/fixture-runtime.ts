import { composeServices } from '@apollo/composition';
import { silentLog } from '@intendant/kit/log';
import type { RouteRequest } from '@intendant/kit/subgraph/module';
import { DocumentCache } from '@intendant/kit/subgraph/document-cache';
import { maskError } from '@intendant/kit/subgraph/mask-error';
import type { SubgraphRuntime } from '@intendant/kit/subgraph/runtime';
import { buildSchema } from '@intendant/kit/subgraph/schema';
import { execute, parse, subscribe, type ExecutionResult } from 'graphql';
import { fixtureNames, fixtureSdl, type FixtureName } from './fixture-sdl.ts';
import type { FixtureContext, FixtureWorld } from './fixture-world.ts';

/** The composed supergraph of the fixtures. */
export function composeFixtures(): string {
  const result = composeServices(
    fixtureNames.map((name) => ({ name, url: `http://${name}`, typeDefs: parse(fixtureSdl[name]) })),
  );
  if (result.errors) {
    throw new Error(`The fixtures do not compose: ${result.errors.map((error) => error.message).join('; ')}`);
  }
  return result.supergraphSdl;
}

/** A subgraph on the kit's schema (with its enforcement) and error masking, but without a database. */
export function fixtureRuntime(name: FixtureName, world: FixtureWorld): SubgraphRuntime {
  const schema = buildSchema(parse(fixtureSdl[name]), world.resolvers(name));
  const documents = new DocumentCache(schema);
  const mask = (result: ExecutionResult, { requestId }: FixtureContext): ExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, { requestId, log: silentLog })) }
      : result;
  const routes = [
    {
      method: 'POST',
      path: '/v1/events',
      handle: async (context: FixtureContext, { body, headers }: RouteRequest) => {
        world.contexts.push(context);
        const events: unknown = JSON.parse(body.toString());
        const accepted = Array.isArray(events) ? events.length : 1;
        world.calls.push(`health.events:${accepted}:${headers['content-type']}`);
        return {
          status: 202,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ accepted, duplicates: 0 }),
        };
      },
    },
  ];
  const runtime = {
    schema,
    log: silentLog,
    routes: name === 'health' ? routes : [],
    contextFor: (context: FixtureContext) => context,
    async execute({ query, variables, operationName, context }: Parameters<SubgraphRuntime['execute']>[0]) {
      const prepared = documents.get(query);
      if ('errors' in prepared) {
        return { errors: prepared.errors };
      }
      world.calls.push(`${name}.execute`);
      const result = await execute({
        schema,
        document: prepared.document,
        contextValue: context,
        variableValues: variables ?? {},
        operationName,
      });
      return mask(result, context);
    },
    async subscribe({
      query,
      variables,
      operationName,
      context,
    }: Parameters<SubgraphRuntime['subscribe']>[0]) {
      const prepared = documents.get(query);
      if ('errors' in prepared) {
        return { errors: prepared.errors };
      }
      world.calls.push(`${name}.subscribe`);
      const result = await subscribe({
        schema,
        document: prepared.document,
        contextValue: context,
        variableValues: variables ?? {},
        operationName,
      });
      return Symbol.asyncIterator in result ? result : mask(result, context);
    },
    isReady: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
  // Everything the gateway and the kit's servers use of a runtime; what is missing has to do with the database.
  return runtime as unknown as SubgraphRuntime;
}
