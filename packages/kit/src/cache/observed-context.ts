import type { Context } from '../context.ts';
import { changesSeen } from '../pubsub/change-count.ts';
import { settingsTopic } from '../settings/settings.ts';

/** What an answer was made of, and so how long it may be given again. */
export class AnswerSources {
  readonly #checks: (() => boolean)[] = [];
  #isKnown = true;

  /** Adds what can say of itself whether it still is what it was. */
  add(isCurrent: () => boolean): void {
    this.#checks.push(isCurrent);
  }

  /** Adds what cannot: rows, the time of day, what belongs to one request. */
  addUnknown(): void {
    this.#isKnown = false;
  }

  /** Whether everything the answer was made of is known, and still what it was. */
  areCurrent(): boolean {
    return this.#isKnown && this.#checks.every((isCurrent) => isCurrent());
  }
}

interface Observation {
  /** The context itself, for what is done on nobody's behalf. */
  original: Context;
  sources: AnswerSources;
}

const observations = new WeakMap<Context, Observation>();

/** The same for every request of a caller, or nothing that an answer could depend on. */
const unnoticed: ReadonlySet<PropertyKey> = new Set(['caller', 'pubsub', 'log']);

/** The same context, which notes what is taken from it; copies of it count as everything having been taken. */
export function observed<C extends Context>(original: C, sources: AnswerSources): C {
  const context = new Proxy(original, {
    get(target, property, receiver) {
      if (property === 'settings') {
        // What is kept with the answer must not hold on to the request.
        const { pubsub } = target;
        const seen = changesSeen(pubsub, [settingsTopic]);
        sources.add(() => changesSeen(pubsub, [settingsTopic]) === seen);
      } else if (!unnoticed.has(property)) {
        sources.addUnknown();
      }
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
  observations.set(context, { original, sources });
  return context;
}

/** What stands behind an observed context; a context that is not observed stands behind itself. */
export function observationOf<C extends Context>(ctx: C): { original: C; sources: AnswerSources | null } {
  const observation = observations.get(ctx);
  // `observed` keeps the context it was given.
  return observation
    ? { original: observation.original as C, sources: observation.sources }
    : { original: ctx, sources: null };
}
