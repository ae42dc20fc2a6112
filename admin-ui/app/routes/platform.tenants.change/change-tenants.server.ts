import { parseWithZod } from '@conform-to/zod/v4';
import { plural } from '#app/lib/format.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { ReactivateTenantsMutation, SuspendTenantsMutation } from './documents.ts';
import { reactivateSchema, suspendManySchema } from './form.ts';
import type { Change } from './preview.ts';

type UserError = { message: string; field?: readonly string[] | null };
type Done = { tenants?: readonly { id: string }[] | null; unchanged?: number | null };

// What is said after a redirect travels in a cookie, and a cookie holds 4 KB.
const MOST_TO_UNDO = 40;

/** Suspends all the tenants the form names, or none when the API refuses one. */
export async function suspendMany(gateway: Gateway, form: FormData, back: string) {
  const submission = parseWithZod(form, { schema: suspendManySchema(form.getAll('id').length) });
  if (submission.status !== 'success') return submission.reply();
  const { id: ids, reason } = submission.value;
  const { suspendTenants: done } = await gateway.mutate(SuspendTenantsMutation, { input: { ids, reason } });
  if (!done.tenants) {
    return replyWithUserErrors(submission, named(done.userErrors, form), ['reason']);
  }
  return redirectWithToast(
    back,
    `${plural(done.tenants.length, 'tenant')} suspended`,
    proof(done, 'suspended', 'Their data is kept.'),
    undo('suspend', done),
  );
}

/** Reactivates all the tenants the form names, or none when the API refuses one. */
export async function reactivateMany(gateway: Gateway, form: FormData, back: string) {
  const submission = parseWithZod(form, { schema: reactivateSchema });
  if (submission.status !== 'success') return submission.reply();
  const { reactivateTenants: done } = await gateway.mutate(ReactivateTenantsMutation, {
    input: { ids: submission.value.id },
  });
  if (!done.tenants) return replyWithUserErrors(submission, named(done.userErrors, form), []);
  return redirectWithToast(
    back,
    `${plural(done.tenants.length, 'tenant')} reactivated`,
    proof(done, 'active', 'They are in use again.'),
    undo('reactivate', done),
  );
}

function proof({ unchanged }: Done, state: string, text: string): string {
  const others = unchanged ?? 0;
  return others === 0 ? text : `${text} ${plural(others, 'was', 'were')} ${state} already.`;
}

/** Leads to the opposite question about the same tenants; of very many, to the list they are in now. */
function undo(change: Change, { tenants }: Done): { label: string; to: string } | null {
  const ids = (tenants ?? []).map(({ id }) => id);
  if (ids.length === 0) return null;
  const opposite = change === 'suspend' ? 'reactivate' : 'suspend';
  if (ids.length <= MOST_TO_UNDO)
    return { label: 'Undo…', to: paths.tenantsChange({ to: opposite, id: ids }) };
  return change === 'suspend'
    ? { label: 'Show suspended tenants', to: paths.tenants({ status: 'SUSPENDED' }) }
    : { label: 'Show active tenants', to: paths.tenants({ status: 'ACTIVE' }) };
}

/** The API names a tenant by its place in the input; people know it by its name. */
function named(userErrors: readonly UserError[], form: FormData): UserError[] {
  const names = form.getAll('name').map(String);
  return userErrors.map(({ message, field }) => {
    const place = Number(field?.at(-1));
    const name = field?.includes('ids') && Number.isInteger(place) ? names[place] : undefined;
    return name === undefined ? { message, field } : { message: `${name}: ${message}` };
  });
}
