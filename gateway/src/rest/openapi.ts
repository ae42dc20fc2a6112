import type { CompiledResource } from './compile-resource.ts';
import { described, type JsonSchema } from './json-schema.ts';
import type { Parameter } from './parameters.ts';

const problemRef = { $ref: '#/components/schemas/Problem' };

/** The OpenAPI 3.1 document of the façade: parameters from the operations' variables, bodies from their selections. */
export function openapiOf(resources: readonly CompiledResource[]): JsonSchema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Intendant',
      version: '1',
      summary: 'What the platform’s operators see, for programs.',
      description:
        'Each resource is an operation of the GraphQL API, for callers of the platform. Everything is read only; whatever changes something is in the GraphQL API. Errors are problem details (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    tags: [{ name: 'platform', description: 'For callers of the platform.' }],
    paths: Object.fromEntries(resources.map((resource) => [resource.resource.path, pathOf(resource)])),
    components: {
      schemas: { Problem: problemSchema, PartialProblem: partialProblemSchema },
      headers: {
        RequestId: described(
          { schema: { type: 'string' } },
          'Names the request; the client’s own X-Request-Id.',
        ),
        RateLimit: described({ schema: { type: 'string' } }, 'What is left of the quota, and until when.'),
        RateLimitPolicy: described({ schema: { type: 'string' } }, 'The quota.'),
        Link: described(
          { schema: { type: 'string' } },
          'rel="next" is the next page; rel="service-desc" is this document.',
        ),
      },
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'An API key of the platform.',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a session token.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'intendant-session',
          description: 'The session of a browser, from pages of the same origin.',
        },
      },
    },
  };
}

function pathOf({ resource, operationName, parameters, shape }: CompiledResource): JsonSchema {
  const isOne = resource.kind === 'item';
  return {
    get: {
      operationId: `${operationName[0]?.toLowerCase() ?? ''}${operationName.slice(1)}`,
      tags: ['platform'],
      summary: resource.summary,
      description: resource.description,
      parameters: parameters.map(parameterObject),
      responses: {
        200: {
          description: 'The answer.',
          headers: {
            'X-Request-Id': { $ref: '#/components/headers/RequestId' },
            RateLimit: { $ref: '#/components/headers/RateLimit' },
            'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
            Link: { $ref: '#/components/headers/Link' },
          },
          content: { 'application/json': { schema: withProblems(present(shape.schema)) } },
        },
        400: problemResponse('A parameter is not valid; `errors` names it.'),
        401: problemResponse('The credential is missing, unknown, expired or revoked.'),
        403: problemResponse('The caller lacks permissions, or belongs to a tenant.'),
        ...(isOne && { 404: problemResponse('It does not exist.') }),
        406: problemResponse('The client accepts no JSON.'),
        429: problemResponse('Too many requests; `Retry-After` says when to come back.'),
        500: problemResponse('Our fault; `requestId` is what to ask by.'),
        503: problemResponse('A part of the platform does not answer.'),
        504: problemResponse('It took too long.'),
      },
    },
  };
}

function parameterObject({
  name,
  in: place,
  description,
  isRequired,
  isList,
  schema,
}: Parameter): JsonSchema {
  return {
    name,
    in: place,
    description,
    ...(isRequired && { required: true }),
    ...(isList && { style: 'form', explode: false }),
    schema,
  };
}

function problemResponse(description: string): JsonSchema {
  return { description, content: { 'application/problem+json': { schema: problemRef } } };
}

/** The one thing of a root field may be null in the API; REST answers 404 or with a problem then. */
function present(schema: JsonSchema): JsonSchema {
  return Array.isArray(schema['type']) ? { ...schema, type: 'object' } : schema;
}

function withProblems(schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    properties: {
      ...(schema['properties'] as object),
      problems: described(
        { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/PartialProblem' } },
        'Why parts of the answer are null; absent when everything could be given.',
      ),
    },
  };
}

const problemProperties = {
  type: described({ type: 'string', format: 'uri' }, 'Identifies the kind of problem.'),
  title: described({ type: 'string' }, 'The kind of problem, for people.'),
  status: { type: 'integer', minimum: 400, maximum: 599 },
  code: described({ type: 'string' }, 'The kind of problem, as the GraphQL API calls it.'),
  detail: described({ type: 'string' }, 'What is wrong this time.'),
  missingScopes: described({ type: 'array', items: { type: 'string' } }, 'Permissions the caller lacks.'),
  errors: {
    type: 'array',
    items: {
      type: 'object',
      properties: { parameter: { type: 'string' }, detail: { type: 'string' } },
      required: ['parameter', 'detail'],
    },
  },
};

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457.',
  properties: {
    ...problemProperties,
    instance: described({ type: 'string', format: 'uri-reference' }, 'What was asked for.'),
    requestId: described({ type: 'string' }, 'The request, as the logs know it.'),
  },
  required: ['type', 'title', 'status', 'code', 'requestId'],
};

const partialProblemSchema: JsonSchema = {
  type: 'object',
  properties: {
    ...problemProperties,
    pointer: described({ type: 'string' }, 'Where the answer is null for it: a JSON pointer (RFC 6901).'),
    members: described(
      { type: 'array', items: { type: 'string' } },
      'When only these members are null there: of the object, or of each item of the list.',
    ),
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'pointer'],
};
