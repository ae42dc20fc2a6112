import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ForbiddenError, UnauthenticatedError, UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import type { RouteRequest, RouteResponse } from '@intendant/kit/subgraph/module';
import type { HealthContext } from '../context.ts';
import { codeOf } from '../database/code-of.ts';
import { InvalidEventsError } from './event-error.ts';
import { ingestEvents, maximumBatchSize } from './ingest-events.ts';

const maximumBytes = 1024 * 1024;
const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';

/** An answer other than 202, by RFC 9457. */
class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly details: object;

  constructor(status: number, title: string, detail: string, details: object = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.details = details;
  }
}

/**
 * `POST /v1/events`: one CloudEvent or a batch in structured JSON, gzip accepted. Answers 202 once they are durable;
 * whatever else it answers, nothing was stored.
 */
export async function postEvents(ctx: HealthContext, request: RouteRequest): Promise<RouteResponse> {
  try {
    // Before the body is unpacked: strangers get no work out of us.
    authorise(ctx, 'events:write');
    const result = await ingestEvents(ctx, await readBatch(request));
    return answer(202, 'application/json', result);
  } catch (error) {
    const { status, title, message, details } = toProblem(error);
    return answer(status, 'application/problem+json', {
      type: 'about:blank',
      title,
      status,
      detail: message,
      ...details,
    });
  }
}

function answer(status: number, contentType: string, body: object): RouteResponse {
  return { status, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
}

async function readBatch({ headers, body }: RouteRequest): Promise<readonly unknown[]> {
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim());
  const kind = mediaType.toLowerCase();
  if (kind !== single && kind !== batch) {
    throw new Problem(415, 'Unsupported media type', `Send ${single} or ${batch}.`);
  }
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  if (charset && !/^charset="?utf-8"?$/i.test(charset)) {
    throw new Problem(415, 'Unsupported media type', 'Send UTF-8.');
  }
  const events = parseJson(await decode(body, headers['content-encoding']));
  if (kind === single) {
    return [events];
  }
  if (!Array.isArray(events)) {
    throw new Problem(400, 'Malformed body', 'A batch is a JSON array of events.');
  }
  if (events.length > maximumBatchSize) {
    throw new Problem(413, 'Batch too large', `A batch holds at most ${maximumBatchSize} events.`);
  }
  return events;
}

const unzip = promisify(gunzip);

async function decode(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (body.length > maximumBytes) {
    throw tooLarge();
  }
  switch (encoding?.trim().toLowerCase() ?? 'identity') {
    case 'identity':
      return body;
    case 'gzip':
      try {
        return await unzip(body, { maxOutputLength: maximumBytes });
      } catch (error) {
        throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
          ? tooLarge()
          : new Problem(400, 'Malformed body', 'The body is not valid gzip.');
      }
    default:
      throw new Problem(415, 'Unsupported content encoding', 'Send the body as it is, or as gzip.');
  }
}

function tooLarge(): Problem {
  return new Problem(413, 'Body too large', 'A body holds at most 1 MiB, also when unpacked.');
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem(400, 'Malformed body', 'The body is not valid JSON in UTF-8.');
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof InvalidEventsError) {
    return new Problem(
      422,
      'Events refused',
      'Nothing was stored; mend the events listed and send the batch again.',
      {
        errors: error.events,
      },
    );
  }
  if (error instanceof UserError) {
    return new Problem(422, 'Events refused', error.message, { errors: [] });
  }
  if (error instanceof UnauthenticatedError) {
    return new Problem(401, 'Not authenticated', error.message);
  }
  if (error instanceof ForbiddenError) {
    return new Problem(403, 'Forbidden', error.message);
  }
  // Not ours to explain: the server logs and masks it.
  throw error;
}
