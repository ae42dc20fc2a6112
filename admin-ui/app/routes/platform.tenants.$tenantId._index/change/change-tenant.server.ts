import { parseWithZod } from '@conform-to/zod/v4';
import { z } from '#app/lib/schema.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { typedReasonSchema } from '#app/lib/reason-form.ts';
import { refuseQuestion } from '#app/lib/refuse-question.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { ReactivateTenantMutation, SuspendTenantMutation } from '../documents.ts';

/** Stops the tenant for a reason, once its slug is typed. */
export async function suspendOne(gateway: Gateway, id: string, form: FormData) {
  // The question named the slug; what is typed must be what was asked.
  const submission = parseWithZod(form, { schema: typedReasonSchema(String(form.get('slug') ?? '')) });
  if (submission.status !== 'success') return submission.reply();
  const { suspendTenant } = await gateway.mutate(SuspendTenantMutation, {
    input: { id, reason: submission.value.reason },
  });
  const { tenant, userErrors } = suspendTenant;
  if (!tenant)
    return refuseQuestion(submission, { userErrors, fields: ['reason'], backTo: paths.tenant(id) });
  return redirectWithToast(paths.tenant(id), 'Tenant suspended', `${tenant.name}. Its data is kept.`, {
    label: 'Undo…',
    to: paths.tenantConfirm(id, 'reactivate'),
  });
}

/** Returns the tenant to use. */
export async function reactivateOne(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: z.object({}) });
  const { reactivateTenant } = await gateway.mutate(ReactivateTenantMutation, { input: { id } });
  const { tenant, userErrors } = reactivateTenant;
  if (!tenant) return refuseQuestion(submission, { userErrors, backTo: paths.tenant(id) });
  return redirectWithToast(paths.tenant(id), 'Tenant reactivated', `${tenant.name}.`);
}
