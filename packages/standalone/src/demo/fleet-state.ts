import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { notify } from '@intendant/kit/pubsub/notify';

export type FleetStatus = 'LOADING' | 'LOADED' | 'REMOVED';

/** How far the demo fleet was loaded: survives a crash in the middle, and tells the driver what to send. */
export interface FleetState {
  generation: number;
  anchor: Date;
  status: FleetStatus;
  actionsDone: number;
  eventsUntil: Date | null;
}

/** Announced whenever the fleet appears or is removed, so that the driver of a running instance follows. */
export const fleetChangedTopic = 'demo-fleet-changed';

/** Null when the fleet was never loaded. */
export async function readFleetState(em: EntityManager): Promise<FleetState | null> {
  const [row] = await executeSql<{
    generation: number;
    anchor: Date;
    status: FleetStatus;
    actions_done: number;
    events_until: Date | null;
  }>(em, 'select generation, anchor, status, actions_done, events_until from demo.fleet');
  return row
    ? {
        generation: row.generation,
        anchor: new Date(row.anchor),
        status: row.status,
        actionsDone: row.actions_done,
        eventsUntil: row.events_until && new Date(row.events_until),
      }
    : null;
}

/** Begins a loading: the next generation, anchored to the given hour. */
export async function beginFleet(em: EntityManager, anchor: Date): Promise<FleetState> {
  await executeSql(
    em,
    `insert into demo.fleet (generation, anchor, status) values (1, ?, 'LOADING')
     on conflict (id) do update set generation = fleet.generation + 1, anchor = excluded.anchor,
       status = 'LOADING', actions_done = 0, events_until = null`,
    [anchor],
  );
  const state = await readFleetState(em);
  if (!state) {
    throw new RangeError('The fleet was begun and is not there.');
  }
  return state;
}

export async function rememberActions(em: EntityManager, actionsDone: number): Promise<void> {
  await executeSql(em, 'update demo.fleet set actions_done = ?', [actionsDone]);
}

export async function rememberEvents(em: EntityManager, eventsUntil: Date): Promise<void> {
  await executeSql(em, 'update demo.fleet set events_until = ?', [eventsUntil]);
}

export async function setFleetStatus(em: EntityManager, status: FleetStatus): Promise<void> {
  await em.transactional(async (transaction) => {
    await executeSql(transaction, 'update demo.fleet set status = ?', [status]);
    await notify(transaction, fleetChangedTopic);
  });
}
