import { randomUUID } from 'node:crypto';
import type { Log } from '@intendant/kit/log';
import { NotAdmittedError, type Admissions } from '../authentication/admission.ts';
import type { ExecuteOperation, ExecutedOperation } from '../gateway-options.ts';
import type { LimitsSource } from '../limits/limits.ts';
import type { CountedRequest } from '../request-counts/request-counts.ts';
import { refusalOutcome, type OperationRunner } from './operation-runner.ts';
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
      count({
        at: new Date(),
        operation: outcome.operationName ?? 'unknown',
        tenantId: caller.kind === 'anonymous' ? null : caller.tenantId,
        status: outcome.status,
        milliseconds: performance.now() - startedAt,
      });
      return { ...outcome, requestId };
    } catch (error) {
      if (error instanceof NotAdmittedError) {
        return { ...refusalOutcome({ errors: [error.toGraphQLError()] }, null), requestId };
      }
      const errors = presentErrors([error], { requestId, log, operationName: null });
      return { ...refusalOutcome({ errors }, null), requestId };
    }
  };
}
