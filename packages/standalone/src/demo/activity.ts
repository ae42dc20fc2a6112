import type { DemoTenant } from './fleet.ts';
import { seededRandom, type Random } from './random.ts';
import { expectedExecutions, hourMs, localTime } from './rhythm.ts';
import { everydayErrors, type ExecutionError, type Workflow } from './workflows.ts';

/** An event as a tenant's application sends it: a CloudEvent 1.0. */
export interface DemoEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  data: Record<string, unknown>;
}

export interface ActivityOptions {
  /** The hour that the fleet's story is told relative to, in milliseconds. */
  anchor: number;
  /** Tells one loading of the fleet from the next: the events of both count. */
  source: string;
  /** How many times as many API requests as usual: they are what moves a live page. */
  requestFactor: number;
}

/**
 * API requests move a live page, and only the last day of them is shown, beside the day before: few in the history, more
 * in those two days, many while it is live.
 */
const requestFactors = { history: 0.1, lastTwoDays: 3 } as const;

/** How many times as many API requests as usual an hour of the past has. */
export function pastRequestFactor(hour: number, now: number): number {
  return hour > now - 48 * hourMs ? requestFactors.lastTwoDays : requestFactors.history;
}

/** The same for the hour that is being lived. */
export const liveRequestFactor = 90;

/**
 * What a tenant's application reports for the hour that starts at `hour`, in the order of time. The same hour gives
 * the same events with the same ids.
 */
export function activityOfHour(tenant: DemoTenant, hour: number, options: ActivityOptions): DemoEvent[] {
  const offset = Math.round((hour - options.anchor) / hourMs);
  const random = seededRandom(`${tenant.slug} ${offset}`);
  const writer = new HourWriter(tenant, hour, offset, options.source, random);
  const expected = expectedExecutions(tenant, hour, options.anchor);
  if (expected > 0) {
    writeExecutions(writer, tenant, offset, random.poisson(expected));
    writeRequests(
      writer,
      random,
      random.poisson(expected * tenant.requestsPerExecution * options.requestFactor),
    );
    writeTroubles(writer, tenant, offset);
    writeIncidents(writer, random);
    if (localTime(tenant, hour).getUTCHours() === 3) {
      writer.add('resources.counted', resourcesOf(tenant, offset));
    }
  }
  return writer.events.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** Gathers the events of one hour and numbers them. */
class HourWriter {
  readonly events: DemoEvent[] = [];
  readonly tenant: DemoTenant;
  readonly #hour: number;
  readonly #prefix: string;
  readonly #source: string;
  readonly #random: Random;
  readonly #numbers = new Map<string, number>();

  constructor(tenant: DemoTenant, hour: number, offset: number, source: string, random: Random) {
    this.tenant = tenant;
    this.#hour = hour;
    this.#prefix = `${tenant.slug}:${offset}`;
    this.#source = source;
    this.#random = random;
  }

  /** At a random instant of the hour, unless told how many milliseconds into it. */
  add(type: string, data: Record<string, unknown>, into = Math.floor(this.#random.next() * hourMs)): void {
    const number = this.#numbers.get(type) ?? 0;
    this.#numbers.set(type, number + 1);
    this.events.push({
      specversion: '1.0',
      id: `${this.#prefix}:${type}:${number}`,
      source: this.#source,
      type,
      subject: this.tenant.slug,
      time: new Date(this.#hour + into).toISOString(),
      data,
    });
  }
}

function writeExecutions(writer: HourWriter, tenant: DemoTenant, offset: number, count: number): void {
  const random = seededRandom(`${tenant.slug} ${offset} executions`);
  for (let n = 0; n < count; n += 1) {
    const workflow = pickWorkflow(tenant.workflows, random.next());
    const error = errorOf(tenant, workflow, offset, random);
    const duration = random.logNormal(workflow.medianMs, workflow.sigma);
    writer.add('execution.finished', {
      workflow: workflow.name,
      environment: random.next() < 0.9 ? tenant.environments[0] : random.pick(tenant.environments),
      outcome: error ? 'FAILED' : 'SUCCEEDED',
      durationMs: Math.round(
        error?.code === 'TIMEOUT' ? 30_000 + duration / 10 : error ? duration / 3 : duration,
      ),
      ...(error && { errorCode: error.code, errorMessage: error.message }),
    });
  }
}

function pickWorkflow(workflows: readonly Workflow[], u: number): Workflow {
  const total = workflows.reduce((sum, { share }) => sum + share, 0);
  let left = u * total;
  const found = workflows.find(({ share }) => (left -= share) < 0) ?? workflows[0];
  if (!found) {
    throw new RangeError('A tenant needs a workflow.');
  }
  return found;
}

function errorOf(
  tenant: DemoTenant,
  { name }: Workflow,
  offset: number,
  random: Random,
): ExecutionError | null {
  const { failing } = tenant.symptoms;
  if (failing?.workflow === name && offset >= -failing.sinceHours && random.next() < failing.rate) {
    return failing.error;
  }
  return random.next() < tenant.failureRate ? random.pick(everydayErrors) : null;
}

const operations = [
  'listMembers',
  'searchCatalogue',
  'getSchedule',
  'updateRecord',
  'createOrder',
  'health',
] as const;

function writeRequests(writer: HourWriter, random: Random, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const u = random.next();
    const status = u < 0.006 ? 503 : u < 0.03 ? 404 : u < 0.05 ? 422 : 200;
    const durationMs = Math.round(random.logNormal(38, 0.7));
    writer.add('api.request', { status, durationMs, operation: random.pick(operations) });
  }
}

const troubleHours = 16 * 24;

/** Drift and credential failures of a troubled tenant come at regular intervals, so that the clause holds. */
function writeTroubles(writer: HourWriter, { slug, symptoms }: DemoTenant, offset: number): void {
  const { drift, credential } = symptoms;
  const isDue = (perWeek: number): boolean => {
    const interval = Math.floor((7 * 24) / perWeek);
    return offset >= -troubleHours && (((offset + slug.length) % interval) + interval) % interval === 0;
  };
  if (drift && isDue(drift.perWeek)) {
    writer.add('drift.detected', { environment: drift.environment, summary: drift.summary });
  }
  if (credential && isDue(credential.perWeek)) {
    writer.add('credential.failed', { credential: credential.name, errorMessage: credential.message });
  }
}

/** What happens to healthy tenants now and then, and is mended within the hour. */
function writeIncidents(writer: HourWriter, random: Random): void {
  const into = Math.floor(random.next() * (hourMs / 2));
  if (random.next() < 0.000_5) {
    const environment = random.pick(writer.tenant.environments);
    writer.add('drift.detected', { environment, summary: 'One declared variable has another value.' }, into);
    writer.add('drift.resolved', { environment }, into + hourMs / 3);
  }
  if (random.next() < 0.000_8) {
    const credential = random.pick(['payment-provider', 'calendar-oauth', 'object-storage']);
    writer.add(
      'credential.failed',
      { credential, errorMessage: '401 Unauthorized: the token has expired.' },
      into,
    );
    writer.add('credential.recovered', { credential }, into + hourMs / 4);
  }
}

function resourcesOf(tenant: DemoTenant, offset: number): Record<string, number> {
  return {
    workflows: tenant.workflows.length,
    environments: tenant.environments.length,
    // Grows by a hundredth a day.
    storageBytes: Math.round(tenant.storageBytes * Math.exp(offset / 2_400)),
  };
}
