import type { HealthContext } from '@intendant/health/context';
import { openIncident } from '@intendant/health/incident/open-incident';
import { resolveIncident } from '@intendant/health/incident/resolve-incident';
import { updateIncident } from '@intendant/health/incident/update-incident';
import { seededUuid } from './random.ts';
import type { DemoIncident } from './incident-story.ts';
import type { Action } from './lifecycle.ts';
import type { StaffMember } from './people.ts';

type IncidentAction = Extract<Action, { kind: `${string}-incident` }>;

/** Opens an incident of the demo fleet; opening it again finds the one that is there. */
async function opened(
  { key, title, severity, text, tenantIds, by }: DemoIncident,
  contextOf: (person: StaffMember) => HealthContext,
): Promise<{ id: string }> {
  const requestKey = seededUuid(`demo incident ${key}`);
  return openIncident(contextOf(by), {
    title,
    severity,
    text,
    tenantIds: [...tenantIds],
    requestKey,
    isDemo: true,
  });
}

/**
 * Does one thing about an incident. Throws what the use case throws, among it `INVALID_STATE` and `CONFLICT` for what
 * was done before.
 */
export async function performIncidentAction(
  action: IncidentAction,
  ctx: HealthContext,
  contextOf: (person: StaffMember) => HealthContext,
): Promise<void> {
  const { id } = await opened(action.incident, contextOf);
  if (action.kind === 'update-incident') {
    await updateIncident(ctx, { id, version: action.version, ...action.change });
  } else if (action.kind === 'resolve-incident') {
    await resolveIncident(ctx, { id, text: action.text });
  }
}
