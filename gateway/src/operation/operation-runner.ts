import type { Caller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { limitError } from '../limits/check-size.ts';
import type { Limits } from '../limits/limits.ts';
import type { Federation } from '../supergraph/federation.ts';
import { statusOfFaults, statusOfRefusal } from './operation-error.ts';
import type { PlanRunner } from './plan-runner.ts';
import { coerceVariables, type OperationPreparer, type PreparedOperation } from './prepare-operation.ts';
import { presentErrors } from './present-errors.ts';

export interface OperationRequest {
  source: string;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
  caller: Caller;
  requestId: string;
  /** Aborted when the client has gone. */
  signal: AbortSignal | null;
}

/** An operation that may run: valid, within the limits, and permitted to the caller. */
export interface AdmittedOperation {
  operation: PreparedOperation;
  variables: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  errors: readonly GraphQLError[];
}

/** How an operation ended. */
export interface OperationOutcome {
  /** What HTTP calls it. */
  status: number;
  /** What the figures call it: 5xx also where a fault of ours took a part of the data, which HTTP calls a 200. */
  countedStatus: number;
  result: ExecutionResult;
  /** The operation's own name; null when it has none, or was refused before it was known. */
  operationName: string | null;
}

export interface OperationRunner {
  /** Decides whether an operation may run, before any subgraph is asked. */
  admit(request: Omit<OperationRequest, 'requestId' | 'signal'>, limits: Limits): AdmittedOperation | Refusal;
  /** Runs an admitted query or mutation until the operation timeout. */
  run(admitted: AdmittedOperation, request: OperationRequest, limits: Limits): Promise<OperationOutcome>;
  /** Both, with the refusal as the outcome. */
  execute(request: OperationRequest, limits: Limits): Promise<OperationOutcome>;
}

export interface OperationRunnerOptions {
  federation: Federation;
  preparer: OperationPreparer;
  plans: PlanRunner;
  /** Called when a mutation ended, however it did, before its outcome is told. */
  afterMutation?: (caller: Caller) => void;
  log: Log;
}

export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { federation, preparer, plans, afterMutation, log } = options;

  function admit(
    { source, operationName, variables, caller }: Omit<OperationRequest, 'requestId' | 'signal'>,
    limits: Limits,
  ): AdmittedOperation | Refusal {
    const prepared = preparer.prepare(source, operationName, limits);
    if ('errors' in prepared) {
      return prepared;
    }
    const { operation } = prepared;
    const coerced = coerceVariables(federation, operation, variables);
    if ('errors' in coerced) {
      return coerced;
    }
    const forbidden = operation.requirements.check(caller, coerced.variables);
    if (forbidden) {
      return { errors: [forbidden] };
    }
    const cost = operation.cost(coerced.variables);
    if (cost > limits.cost) {
      return { errors: [limitError('OPERATION_TOO_COSTLY', 'cost', limits.cost, cost)] };
    }
    return { operation, variables };
  }

  async function run(
    { operation, variables }: AdmittedOperation,
    request: OperationRequest,
    limits: Limits,
  ): Promise<OperationOutcome> {
    const { caller, requestId } = request;
    const operationName = operation.operation.name?.value ?? null;
    if (operation.operation.operation === 'subscription') {
      return refusalOutcome({ errors: [subscriptionElsewhere()] }, operationName);
    }
    const scene = { requestId, log, operationName };
    const stop = new AbortController();
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      stop.abort(new DOMException('The operation took too long.', 'TimeoutError'));
    }, limits.operationTimeoutMs);
    const clientGone = (): void => stop.abort(request.signal?.reason);
    request.signal?.addEventListener('abort', clientGone, { once: true });
    const { signal } = stop;
    const deadline = new Date(Date.now() + limits.operationTimeoutMs);
    try {
      const { data, errors, extensions } = await plans.run(operation, variables, {
        caller,
        requestId,
        deadline,
        signal,
      });
      if (isTimedOut || errors?.some(isTimeout)) {
        return timedOut(operation, limits);
      }
      if (!errors) {
        return outcomeOf(200, { data: data ?? null, ...(extensions && { extensions }) }, operationName);
      }
      if (request.signal?.aborted) {
        return abandoned(operationName);
      }
      const shown = presentErrors(errors, scene);
      const countedStatus = statusOfFaults(shown);
      // Without data there is only the failure to report; a part of the data is worth a 200.
      const status = data ? 200 : countedStatus;
      return { status, countedStatus, result: { errors: shown, data: data ?? null }, operationName };
    } catch (error) {
      if (isTimedOut) {
        return timedOut(operation, limits);
      }
      if (request.signal?.aborted) {
        return abandoned(operationName);
      }
      const errors = presentErrors([error], scene);
      return outcomeOf(statusOfFaults(errors), { errors, data: null }, operationName);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', clientGone);
      if (operation.operation.operation === 'mutation') {
        afterMutation?.(caller);
      }
    }
  }

  return {
    admit,
    run,
    async execute(request, limits) {
      const admitted = admit(request, limits);
      return 'errors' in admitted ? refusalOutcome(admitted, null) : run(admitted, request, limits);
    },
  };
}

export function refusalOutcome({ errors }: Refusal, operationName: string | null): OperationOutcome {
  return outcomeOf(statusOfRefusal(errors), { errors }, operationName);
}

function subscriptionElsewhere(): GraphQLError {
  return new GraphQLError(
    'Subscriptions are served over WebSocket, with the graphql-transport-ws protocol.',
    {
      extensions: { code: 'BAD_REQUEST' },
    },
  );
}

/** An outcome that HTTP and the figures call the same. */
export function outcomeOf(
  status: number,
  result: ExecutionResult,
  operationName: string | null,
): OperationOutcome {
  return { status, countedStatus: status, result, operationName };
}

/** Nobody is left to read the answer, and what failed because of that is nobody's fault. */
function abandoned(operationName: string | null): OperationOutcome {
  return outcomeOf(499, { errors: [] }, operationName);
}

function isTimeout(error: GraphQLError): boolean {
  return error.extensions?.['code'] === 'OPERATION_TIMEOUT';
}

function timedOut({ operation }: PreparedOperation, { operationTimeoutMs }: Limits): OperationOutcome {
  const consequence = operation.operation === 'mutation' ? ' Whether it changed anything is not known.' : '';
  const error = new GraphQLError(`The operation took longer than ${operationTimeoutMs} ms.${consequence}`, {
    extensions: { code: 'TIMEOUT', allowed: operationTimeoutMs },
  });
  return outcomeOf(504, { errors: [error] }, operation.name?.value ?? null);
}
