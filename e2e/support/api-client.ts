import { randomUUID } from 'node:crypto';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { instancesVariable } from './api-setup.ts';
import type { InstanceAddress } from './instances.ts';

/** The running instances, one per form: `describe.each(instances())('$form', …)`. */
export function instances(): InstanceAddress[] {
  const text = process.env[instancesVariable];
  if (!text) {
    throw new Error('No instance is running: start these tests with `npm test -- --selectProjects api`.');
  }
  return JSON.parse(text);
}

export interface GraphqlAnswer<T> {
  status: number;
  headers: Response['headers'];
  data: T;
  errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

/** One operation over HTTP, as a program with an API key sends it. A null key sends none. */
export async function graphql<T = Record<string, never>>(
  instance: { url: string; adminKey: string },
  query: string,
  variables: object = {},
  apiKey: string | null = instance.adminKey,
): Promise<GraphqlAnswer<T>> {
  const response = await fetch(`${instance.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as { data: T; errors?: GraphqlAnswer<T>['errors'] };
  return { status: response.status, headers: response.headers, data, errors };
}

export interface RestAnswer {
  status: number;
  headers: Response['headers'];
  mediaType: string;
  body: Record<string, unknown>;
}

/** One resource of REST, as a program with an API key reads it. A null key sends none. */
export async function rest(
  instance: { url: string; adminKey: string },
  path: string,
  apiKey: string | null = instance.adminKey,
): Promise<RestAnswer> {
  const response = await fetch(`${instance.url}${path}`, {
    headers: { ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
  });
  const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
  const body = (await response.json()) as RestAnswer['body'];
  return { status: response.status, headers: response.headers, mediaType, body };
}

export interface AnEvent {
  id?: string;
  source?: string;
  type?: string;
  subject?: string | null;
  time?: string;
  data?: Record<string, unknown>;
}

/** A CloudEvent; an execution that succeeded just now unless told otherwise. */
export function anEvent({ subject, ...overrides }: AnEvent = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'e2e',
    type: 'execution.finished',
    time: new Date().toISOString(),
    data: { workflow: 'nightly', outcome: 'SUCCEEDED', durationMs: 120 },
    ...(subject && { subject }),
    ...overrides,
  };
}

export interface IngestAnswer {
  status: number;
  headers: Response['headers'];
  body: { accepted?: number; duplicates?: number; errors?: { index: number; field: string; code: string }[] };
}

export async function sendEvents(
  instance: { url: string; adminKey: string },
  events: unknown,
  apiKey: string | null = instance.adminKey,
): Promise<IngestAnswer> {
  const response = await fetch(`${instance.url}/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': `application/cloudevents${Array.isArray(events) ? '-batch' : ''}+json`,
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
    },
    body: typeof events === 'string' ? events : JSON.stringify(events),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}

/** A graphql-ws client as an integrator would make it. */
export function socketClient(instance: { url: string }, connectionParams: Record<string, unknown>): Client {
  return createClient({
    url: `${instance.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
}
