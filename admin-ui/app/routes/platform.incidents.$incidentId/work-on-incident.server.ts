import { parseWithZod } from '@conform-to/zod/v4';
import { data } from '@remix-run/node';
import { changedFields, readBefore } from '#app/lib/changed-fields.ts';
import { findTenants } from '#app/lib/find-tenants.server.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { incidentNoteSchema, incidentReasonSchema, updateIncidentSchema } from '#app/lib/incident-form.ts';
import { paths } from '#app/lib/paths.ts';
import { refuseQuestion } from '#app/lib/refuse-question.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import {
  AddIncidentNoteMutation,
  ReopenIncidentMutation,
  ResolveIncidentMutation,
  UpdateIncidentMutation,
} from './documents.ts';

/** Performs what one of the page's forms asks for, named by its intent. */
export function workOnIncident(gateway: Gateway, id: string, form: FormData) {
  switch (form.get('intent')) {
    case 'update':
      return update(gateway, id, form);
    case 'note':
      return addNote(gateway, id, form);
    case 'resolve':
      return resolve(gateway, id, form);
    case 'reopen':
      return reopen(gateway, id, form);
    default:
      throw data('Unknown intent', { status: 400 });
  }
}

async function update(gateway: Gateway, id: string, form: FormData) {
  const found = await findTenants(gateway, form);
  if (found) return found;
  const submission = parseWithZod(form, { schema: updateIncidentSchema });
  if (submission.status !== 'success') return submission.reply();
  const { version, text, lead, tenantIds, ...rest } = submission.value;
  // A caller who may not read users or tenants does not see these fields, and must not empty them.
  const shown = {
    ...rest,
    ...(form.has('lead') ? { lead } : {}),
    ...(form.has('withTenants') ? { tenantIds } : {}),
  };
  const { lead: leadId, ...changed } = changedFields(shown, readBefore(form.get('before')));
  const { updateIncident } = await gateway.mutate(UpdateIncidentMutation, {
    input: {
      id,
      version,
      text,
      ...changed,
      ...(leadId === undefined ? {} : { leadId: leadId === '' ? null : leadId }),
    },
  });
  const { incident, userErrors } = updateIncident;
  if (!incident) {
    const renamed = userErrors.map(({ message, field }) => ({
      message,
      field: field?.map((name) => (name === 'leadId' ? 'lead' : name)),
    }));
    return replyWithUserErrors(submission, renamed, [
      'title',
      'severity',
      'status',
      'lead',
      'tenantIds',
      'text',
    ]);
  }
  return redirectWithToast(paths.incident(id), 'Incident changed', `#${incident.number} ${incident.title}.`);
}

async function addNote(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: incidentNoteSchema });
  if (submission.status !== 'success') return submission.reply();
  const { addIncidentNote } = await gateway.mutate(AddIncidentNoteMutation, {
    input: { id, ...submission.value },
  });
  const { incident, userErrors } = addIncidentNote;
  if (!incident) return replyWithUserErrors(submission, userErrors, ['text']);
  return redirectWithToast(paths.incident(id), 'Note added', `To incident ${incident.number}.`);
}

async function resolve(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: incidentReasonSchema });
  if (submission.status !== 'success') return submission.reply();
  const { resolveIncident } = await gateway.mutate(ResolveIncidentMutation, {
    input: { id, ...submission.value },
  });
  const { incident, userErrors } = resolveIncident;
  if (!incident)
    return refuseQuestion(submission, { userErrors, fields: ['text'], backTo: paths.incident(id) });
  return redirectWithToast(paths.incident(id), 'Incident resolved', `#${incident.number} ${incident.title}.`);
}

async function reopen(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: incidentReasonSchema });
  if (submission.status !== 'success') return submission.reply();
  const { reopenIncident } = await gateway.mutate(ReopenIncidentMutation, {
    input: { id, ...submission.value },
  });
  const { incident, userErrors } = reopenIncident;
  if (!incident)
    return refuseQuestion(submission, { userErrors, fields: ['text'], backTo: paths.incident(id) });
  return redirectWithToast(
    paths.incident(id),
    'Incident opened again',
    `#${incident.number} ${incident.title}.`,
  );
}
