import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from './clock.ts';
import type { Caller } from './identity/caller.ts';
import type { Log } from './log.ts';
import type { PubSub } from './pubsub/pubsub.ts';
import type { SettingDefinitions, Settings } from './settings/settings.ts';

/**
 * What a resolver, a use case, a job or a consumer works with: made anew for every request, so nothing in it is
 * shared between callers but the pool behind `em`.
 */
export interface Context<L = unknown, S extends SettingDefinitions = SettingDefinitions> {
  readonly caller: Caller;
  /** A fork of the module's entity manager, with the tenant filter set to the caller. */
  readonly em: EntityManager;
  readonly loaders: L;
  readonly clock: Clock;
  readonly requestId: string;
  readonly log: Log;
  readonly settings: Settings<S>;
  readonly pubsub: PubSub;
  /** When the caller stops waiting; SQL still running then is cancelled. */
  readonly deadline: Date | null;
}
