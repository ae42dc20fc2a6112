import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

// The same distance from src and from dist: subgraphs/health/<src|dist>/ingestion → the root of the repository.
const directory = join(import.meta.dirname, '../../../../schema/events');

export const eventTypes = [
  'execution.finished',
  'api.request',
  'drift.detected',
  'drift.resolved',
  'credential.failed',
  'credential.recovered',
  'resources.counted',
  'usage.recorded',
] as const;

export type EventType = (typeof eventTypes)[number];

// Compiled once, at start. The first mistake of an event is reported; collecting all would let a hostile batch ask
// for an answer many times its own size.
const ajv = addFormats.default(new Ajv2020({ allErrors: false, strict: true, unicodeRegExp: true }));

function compile(name: string): ValidateFunction {
  return ajv.compile(JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')));
}

const envelopeSchema = compile('cloudevent');
const dataSchemas = new Map<string, ValidateFunction>(eventTypes.map((type) => [type, compile(type)]));

export interface SchemaProblem {
  field: string;
  code: 'MISSING_FIELD' | 'INVALID_FIELD';
  message: string;
}

/** What is wrong with the attributes of a CloudEvent by schema/events/cloudevent.json; null when nothing is. */
export function checkEnvelope(event: unknown): SchemaProblem | null {
  return envelopeSchema(event) ? null : describe(envelopeSchema.errors?.[0], '');
}

/** What is wrong with an event's data by its type's schema; null when nothing is. */
export function checkData(type: EventType, data: unknown): SchemaProblem | null {
  const schema = dataSchemas.get(type);
  return !schema || schema(data) ? null : describe(schema.errors?.[0], 'data');
}

export function isEventType(type: string): type is EventType {
  return dataSchemas.has(type);
}

function describe(error: ErrorObject | undefined, root: string): SchemaProblem {
  const path = [root, ...(error?.instancePath.split('/').slice(1) ?? [])].filter((part) => part !== '');
  if (error?.keyword === 'required') {
    const field = [...path, String(error.params.missingProperty)].join('.');
    return { field, code: 'MISSING_FIELD', message: `${field} is missing.` };
  }
  if (error?.keyword === 'additionalProperties') {
    // Cut, because the name is the sender's and may be of any length.
    const field = [...path, String(error.params.additionalProperty).slice(0, 100)].join('.');
    return { field, code: 'INVALID_FIELD', message: `${field} is not a field of this type.` };
  }
  const field = path.join('.');
  return { field, code: 'INVALID_FIELD', message: `${field || 'The event'} ${reasonOf(error)}.` };
}

/** What a schema's pattern asks for, in words. */
const reasonByPattern: ReadonlyMap<string, string> = new Map([
  ['^[^\\u0000\\ud800-\\udfff]*$', 'must not contain NUL characters or unpaired surrogates'],
  ['^application/json *(;.*)?$', 'must be application/json'],
]);

function reasonOf(error: ErrorObject | undefined): string {
  switch (error?.keyword) {
    case 'enum':
      return `must be one of ${(error.params.allowedValues as readonly unknown[]).join(', ')}`;
    case 'const':
      return `must be ${String(error.params.allowedValue)}`;
    case 'format':
      return 'must be an RFC 3339 time such as 2026-11-20T09:41:00Z';
    case 'pattern':
      return reasonByPattern.get(String(error.params.pattern)) ?? 'is not well-formed';
    default:
      return error?.message ?? 'is not valid';
  }
}
