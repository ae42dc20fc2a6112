import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type OpenApi = {
  paths: Record<
    string,
    { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }
  >;
  components: { schemas: Record<string, object> };
};

/** Checks answers against what the running instance's OpenAPI document says about them, names it does not know included. */
export class OpenApiChecker {
  readonly document: OpenApi;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  private constructor(document: OpenApi) {
    this.document = document;
    this.#ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats.default(this.#ajv);
    // Numbers' formats are for people who choose a type; every JSON number fits.
    for (const format of ['int32', 'int64', 'double']) {
      this.#ajv.addFormat(format, true);
    }
  }

  static async of(instance: { url: string }): Promise<OpenApiChecker> {
    const response = await fetch(`${instance.url}/api/openapi.json`);
    return new OpenApiChecker((await response.json()) as OpenApi);
  }

  /** What is wrong with an answer; empty when it is as described. */
  errorsOf(path: string, status: number, mediaType: string, body: unknown): string[] {
    const key = `${path} ${status} ${mediaType}`;
    const validate = this.#validators.get(key) ?? this.#compile(path, status, mediaType);
    this.#validators.set(key, validate);
    return validate(body)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }) =>
          [instancePath, message, JSON.stringify(params)].join(' '),
        );
  }

  #compile(path: string, status: number, mediaType: string): ValidateFunction {
    const schema = this.document.paths[path]?.get.responses[status]?.content[mediaType]?.schema;
    if (!schema) {
      throw new Error(`The document says nothing about ${status} ${mediaType} at ${path}.`);
    }
    const { components } = this.document;
    return this.#ajv.compile(closed({ ...schema, components }) as object);
  }
}

/** The same schema, with nothing beside the properties it names. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isObject = 'properties' in inner && !('additionalProperties' in inner) && 'type' in inner;
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
