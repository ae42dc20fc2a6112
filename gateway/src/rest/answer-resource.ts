import type { Caller } from '@intendant/kit/identity/caller';
import type { GraphQLError } from 'graphql';
import type { Limits } from '../limits/limits.ts';
import type {
  AdmittedOperation,
  OperationOutcome,
  OperationRequest,
  OperationRunner,
} from '../operation/operation-runner.ts';
import type { CompiledResource } from './compile-resource.ts';
import { presentResult, type ForbiddenSection, type Presented } from './present-result.ts';
import { problemOfError } from './problem.ts';

export interface AnswerRequest {
  caller: Caller;
  variables: Readonly<Record<string, unknown>>;
  requestId: string;
  signal: AbortSignal;
}

export interface Answer {
  presented: Presented;
  /** How the operation ended; null when it was refused before it ran. */
  outcome: OperationOutcome | null;
}

/** Runs the operation of a resource as the gateway runs any other; of its parts, those the caller may see. */
export async function answerResource(
  runner: OperationRunner,
  compiled: CompiledResource,
  { caller, variables, requestId, signal }: AnswerRequest,
  limits: Limits,
): Promise<Answer> {
  const { source, sections, resource } = compiled;
  const requestFor = (included: ReadonlySet<string>): OperationRequest => ({
    source,
    operationName: null,
    variables: {
      ...variables,
      ...Object.fromEntries(sections.map(({ key, variable }) => [variable, included.has(key)])),
    },
    caller,
    requestId,
    signal,
  });
  const admit = (keys: readonly string[]): AdmittedOperation | { error: GraphQLError | undefined } => {
    const admitted = runner.admit(requestFor(new Set(keys)), limits);
    return 'errors' in admitted ? { error: admitted.errors[0] } : admitted;
  };

  const all = admit(sections.map(({ key }) => key));
  if ('operation' in all) {
    const outcome = await runner.run(all, requestFor(new Set(sections.map(({ key }) => key))), limits);
    return { presented: presentResult(compiled, outcome, []), outcome };
  }
  const forbidden: ForbiddenSection[] = [];
  const permitted: string[] = [];
  if (all.error?.extensions['code'] === 'FORBIDDEN') {
    for (const section of sections) {
      const alone = admit([section.key]);
      if ('operation' in alone) {
        permitted.push(section.key);
      } else if (alone.error) {
        forbidden.push({ ...section, error: alone.error });
      }
    }
  }
  // An object of sections is nothing without one of them; anything else is something without what was left out.
  const rest = permitted.length > 0 || resource.kind !== 'sections' ? admit(permitted) : all;
  if ('operation' in rest) {
    const outcome = await runner.run(rest, requestFor(new Set(permitted)), limits);
    return { presented: presentResult(compiled, outcome, forbidden), outcome };
  }
  if (!rest.error) {
    throw new TypeError('An operation was refused without an error.');
  }
  return { presented: { problem: problemOfError(rest.error, compiled.parameterOfField) }, outcome: null };
}
