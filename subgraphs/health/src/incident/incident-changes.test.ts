import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { anIncident, workOn } from '../testing/an-incident.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

interface Change {
  incident: { id: string; status: string; version: number } | null;
  figures: { open: number };
  openIncidents: { id: string }[];
}

async function watch(
  id: string | null = null,
  caller: Caller = aPlatformCaller(),
): Promise<{ next: () => Promise<Change>; stop: () => Promise<unknown> }> {
  const query = `subscription ($id: ID) {
    incidentChanged(id: $id) { incident { id status version } figures { open } openIncidents { id } }
  }`;
  const events = await db
    .runtime('health')
    .subscribe({ query, variables: { id }, context: db.health(caller) });
  if (!(Symbol.asyncIterator in events)) {
    throw new Error(JSON.stringify(events.errors));
  }
  return {
    next: async () => (await events.next()).value.data.incidentChanged,
    stop: async () => events.return?.(),
  };
}

it('tells the figures at once, and each incident that changes with the figures after it', async () => {
  const before = await anIncident(db);
  const changes = await watch();

  const first = await changes.next();
  const opened = await anIncident(db, { severity: 'CRITICAL' });
  const second = await changes.next();
  await workOn(db, 'resolveIncident', { id: opened.id, text: 'Done.' });
  const third = await changes.next();

  expect(first).toEqual({ incident: null, figures: { open: 1 }, openIncidents: [{ id: before.id }] });
  expect(second).toMatchObject({
    incident: { id: opened.id, version: 1 },
    figures: { open: 2 },
    openIncidents: [{ id: opened.id }, { id: before.id }],
  });
  expect(third).toMatchObject({ incident: { id: opened.id, status: 'RESOLVED' }, figures: { open: 1 } });
  await changes.stop();
});

it('tells every one of several that change together', async () => {
  const ids = [await anIncident(db), await anIncident(db), await anIncident(db)].map(({ id }) => id);
  const changes = await watch();
  await changes.next();

  await Promise.all(ids.map((id) => workOn(db, 'addIncidentNote', { id, text: 'Still at it.' })));
  const told = [await changes.next(), await changes.next(), await changes.next()];

  expect(told.map(({ incident }) => incident?.id).sort()).toEqual([...ids].sort());
  await changes.stop();
});

it('tells of the one asked for, and of no other', async () => {
  const [mine, other] = [await anIncident(db), await anIncident(db)];
  const changes = await watch(mine.id.toUpperCase());

  const first = await changes.next();
  await workOn(db, 'addIncidentNote', { id: other.id, text: 'Elsewhere.' });
  await workOn(db, 'addIncidentNote', { id: mine.id, text: 'Here.' });
  const second = await changes.next();

  expect(first.incident).toMatchObject({ id: mine.id, version: 1 });
  expect(second.incident).toMatchObject({ id: mine.id, version: 2 });
  await changes.stop();
});

it('is forbidden to tenants and without health:read', async () => {
  const tenant = aTenantCaller(await db.aTenant());

  await expect(watch(null, tenant)).rejects.toThrow('FORBIDDEN');
  await expect(watch(null, aPlatformCaller(['platform:read']))).rejects.toThrow('FORBIDDEN');
});
