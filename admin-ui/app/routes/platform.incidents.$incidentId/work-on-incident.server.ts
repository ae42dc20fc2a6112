import { parseWithZod } from '@conform-to/zod/v4';
import { data } from '@remix-run/node';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { incidentNoteSchema, incidentReasonSchema, updateIncidentSchema } from '#app/lib/incident-form.ts';
import { paths } from '#app/lib/paths.ts';
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
  const submission = parseWithZod(form, { schema: updateIncidentSchema });
  if (submission.status !== 'success') return submission.reply();
  const { lead, tenantIds, ...input } = submission.value;
  const { updateIncident } = await gateway.mutate(UpdateIncidentMutation, {
    input: {
      id,
      ...input,
      tenantIds,
      // Kept apart from "nobody": a caller who may not read users does not see the field and must not clear it.
      ...(form.has('lead') ? { leadId: lead === '' ? null : lead } : {}),
    },
  });
  const { incident, userErrors } = updateIncident;
  if (!incident) return replyWithUserErrors(submission, userErrors, ['title', 'severity', 'status', 'text']);
  return redirectWithToast(paths.incident(id), 'Incident changed', `${incident.number} ${incident.title}.`);
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
  if (!incident) return replyWithUserErrors(submission, userErrors, ['text']);
  return redirectWithToast(paths.incident(id), 'Incident resolved', `${incident.number} ${incident.title}.`);
}

async function reopen(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: incidentReasonSchema });
  if (submission.status !== 'success') return submission.reply();
  const { reopenIncident } = await gateway.mutate(ReopenIncidentMutation, {
    input: { id, ...submission.value },
  });
  const { incident, userErrors } = reopenIncident;
  if (!incident) return replyWithUserErrors(submission, userErrors, ['text']);
  return redirectWithToast(
    paths.incident(id),
    'Incident opened again',
    `${incident.number} ${incident.title}.`,
  );
}
