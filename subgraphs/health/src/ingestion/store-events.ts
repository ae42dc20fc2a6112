import type { EntityManager } from '@mikro-orm/postgresql';
import { executePrepared } from '@intendant/kit/database/execute-prepared';
import { InvariantError } from '@intendant/kit/errors';
import { histogramOf } from '../rollup/latency-histogram.ts';
import { ingestStatement } from './ingest-statement.ts';
import type { ParsedEvent } from './parse-events.ts';

const shards = 8;

/**
 * Stores what is new among the events, with every rollup, and returns how many were new. `tenantIds` has the tenant
 * of each event by its index in the batch.
 */
export async function storeEvents(
  em: EntityManager,
  events: readonly ParsedEvent[],
  tenantIds: ReadonlyMap<number, string>,
  receivedAt: Date,
): Promise<number> {
  const hasStates = events.some(({ type }) => type !== 'execution.finished' && type !== 'api.request');
  const column = (value: (event: ParsedEvent) => string | null): string => toArray(events, value);
  const name = hasStates ? 'all' : 'executions';
  const [row] = await executePrepared<{ accepted: number }>(em, `ingest ${name}`, ingestStatement[name], [
    receivedAt,
    Math.floor(Math.random() * shards),
    column(({ source }) => quote(source)),
    column(({ id }) => quote(id)),
    column(({ index }) => tenantIds.get(index) ?? null),
    column(({ occurredAt }) => occurredAt.toISOString()),
    column(({ type }) => type),
    column(({ data }) => quote(JSON.stringify(data))),
    column(({ data }) => quote(data.workflow ?? data.environment ?? data.credential ?? data.meter)),
    column(({ data }) => String(data.outcome === 'FAILED' || (data.status ?? 0) >= 500)),
    column(({ data }) => (data.durationMs === undefined ? null : histogramOf(data.durationMs))),
    column(({ data }) => (data.outcome === 'FAILED' ? quote(data.errorCode ?? 'unknown') : null)),
    column(({ data }) => quote(data.errorMessage ?? data.summary)),
  ]);
  if (!row) {
    throw new InvariantError('The ingestion statement returned no row.');
  }
  return row.accepted;
}

// Written by hand: the driver's own conversion inspects and escapes every item of every array.
function toArray(events: readonly ParsedEvent[], value: (event: ParsedEvent) => string | null): string {
  let text = '{';
  for (const event of events) {
    text += `${text === '{' ? '' : ','}${value(event) ?? 'NULL'}`;
  }
  return `${text}}`;
}

const special = /["\\]/g;

function quote(text: string | undefined): string | null {
  return text === undefined ? null : `"${text.replace(special, '\\$&')}"`;
}
