import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Context } from '../context.ts';
import { BoundedCache } from './bounded-cache.ts';
import { AnswerSources, observed } from './observed-context.ts';

// Each the size of a dashboard's data: as many administrators with the same page open as one instance may have.
const maximumAnswers = 200;

export interface AnswerRequest {
  /** Of a query, the same object for the same text. */
  document: DocumentNode;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
  context: Context;
}

interface Answer {
  result: ExecutionResult;
  sources: AnswerSources;
}

/**
 * Gives an answer again as long as all the sections it was made of are current (see `cachedSection`), which spares
 * resolving and completing it. What touches anything else, rows, loaders, the time, is answered anew each time; so is
 * another caller, operation or set of variables. **Those who ask get the same object and must not change it.**
 */
export class AnswerCache {
  readonly #answers = new BoundedCache<string, Answer>(maximumAnswers);
  readonly #numbers = new WeakMap<DocumentNode, number>();
  #documents = 0;

  async answer(
    request: AnswerRequest,
    run: (context: Context) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const key = this.#keyOf(request);
    const known = this.#answers.get(key);
    if (known?.sources.areCurrent()) {
      return known.result;
    }
    const sources = new AnswerSources();
    const result = await run(observed(request.context, sources));
    if (!result.errors && sources.areCurrent()) {
      this.#answers.set(key, { result, sources });
    } else {
      this.#answers.delete(key);
    }
    return result;
  }

  #keyOf({ document, operationName, variables, context: { caller } }: AnswerRequest): string {
    let number = this.#numbers.get(document);
    if (number === undefined) {
      this.#documents += 1;
      number = this.#documents;
      this.#numbers.set(document, number);
    }
    return JSON.stringify([number, operationName, variables, caller]);
  }
}
