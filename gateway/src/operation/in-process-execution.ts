import { randomUUID } from 'node:crypto';
import type { Log } from '@intendant/kit/log';
import { NotAdmittedError, type Admissions } from '../authentication/admission.ts';
import type { ExecuteOperation, ExecutedOperation } from '../gateway-options.ts';
import type { LimitsSource } from '../limits/limits.ts';
import type { CountedRequest } from '../request-counts/request-counts.ts';
import { refusalOutcome, type OperationOutcome, type OperationRunner } from './operation-runner.ts';
import { presentErrors } from './present-errors.ts';

export interface InProcessExecutionOptions {
  runner: OperationRunner;
  admissions: Admissions;
  limits: LimitsSource;
  log: Log;
  count: (request: CountedRequest) => void;
}

/** Runs operations of code in the same process: admitted, limited, authorised and counted as over HTTP. */
export function createInProcessExecution(options: InProcessExecutionOptions) {
  const { runner, admissions, limits, log, count } = options;

  return async (operation: ExecuteOperation): Promise<ExecutedOperation> => {
    const { query, credential, address, signal = null, requestId = randomUUID() } = operation;
    const startedAt = performance.now();
    const current = await limits.current();
    const finish = (
      outcome: OperationOutcome,
      operationCounted: string,
      tenantId: string | null,
    ): ExecutedOperation => {
      count({
        at: new Date(),
        operation: operationCounted,
        tenantId,
        status: outcome.countedStatus,
        milliseconds: performance.now() - startedAt,
      });
      return { ...outcome, requestId };
    };
    try {
      const visitor = { credential, headers: {}, address, isSafe: true };
      const { caller } = await admissions.admit(visitor, current);
      const request = {
        source: query,
        operationName: operation.operationName ?? null,
        variables: operation.variables ?? {},
        caller,
        requestId,
        signal,
      };
      const outcome = await runner.execute(request, current);
      const tenantId = caller.kind === 'anonymous' ? null : caller.tenantId;
      return finish(outcome, outcome.operationName ?? 'unknown', tenantId);
    } catch (error) {
      const errors =
        error instanceof NotAdmittedError
          ? [error.toGraphQLError()]
          : presentErrors([error], { requestId, log, operationName: null });
      return finish(refusalOutcome({ errors }, null), 'refused', null);
    }
  };
}
