import { parseWithZod } from '@conform-to/zod/v4';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import {
  readTenantList,
  savedSearchOf,
  tenantListHref,
  withKept,
  type TenantListAddress,
} from '#app/lib/tenant-list.ts';
import { toSavedView } from '#app/lib/tenant-views.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { DeleteSavedViewMutation, SaveViewMutation } from './documents.ts';
import { saveViewSchema } from './form.ts';

/** Keeps the list the form was sent from under a name, and opens it as that view. */
export async function saveTenantView(gateway: Gateway, form: FormData) {
  const submission = parseWithZod(form, { schema: saveViewSchema });
  if (submission.status !== 'success') return submission.reply();
  const list = listOf(form);
  const { saveView } = await gateway.mutate(SaveViewMutation, {
    input: { list: 'tenants', name: submission.value.name, search: savedSearchOf(list) },
  });
  if (!saveView.savedView) return replyWithUserErrors(submission, saveView.userErrors, ['name']);
  return redirectWithToast(
    tenantListHref(toSavedView(saveView.savedView)),
    'View saved',
    `${saveView.savedView.name}. Only you see it.`,
  );
}

/** Forgets the view the form names. The list stays as it is, so that it can be saved again. */
export async function deleteTenantView(gateway: Gateway, form: FormData) {
  const submission = parseWithZod(form, { schema: saveViewSchema.pick({}) });
  const { deleteSavedView } = await gateway.mutate(DeleteSavedViewMutation, {
    input: { id: String(form.get('id') ?? '') },
  });
  if (!deleteSavedView.savedView) return replyWithUserErrors(submission, deleteSavedView.userErrors, []);
  return redirectWithToast(
    tenantListHref(withKept(listOf(form), { view: null })),
    'View deleted',
    `${deleteSavedView.savedView.name}. The list is shown as it was, so you can save it again.`,
  );
}

function listOf(form: FormData): TenantListAddress {
  return readTenantList(new URLSearchParams(String(form.get('search') ?? '')));
}
