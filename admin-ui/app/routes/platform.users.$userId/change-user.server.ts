import { parseWithZod } from '@conform-to/zod/v4';
import { data } from '@remix-run/node';
import { z } from '#app/lib/schema.ts';
import { platformRoles, platformRoleWords, tenantRoleWords } from '#app/components/user-words.ts';
import { changedFields, readBefore, replyIfOvertaken } from '#app/lib/changed-fields.ts';
import { plural } from '#app/lib/format.ts';
import { findTenants } from '#app/lib/find-tenants.server.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import { forbidden, notFound, type Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller } from '#app/lib/permissions.ts';
import { refuseQuestion } from '#app/lib/refuse-question.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import {
  DisableUserMutation,
  EnableUserMutation,
  EndSessionsMutation,
  RemoveMembershipMutation,
  SetMembershipMutation,
  SetPlatformRoleMutation,
  UserRoleQuery,
} from './documents.ts';
import { membershipSchema } from './membership-form.ts';

const nothing = z.object({});
const roleSchema = z.object({ role: z.enum(platformRoles).optional(), before: z.string().optional() });
const removalSchema = z.object({ membershipId: z.string().min(1) });

type Change = { gateway: Gateway; caller: Caller; id: string; form: FormData };

/** Performs what one of the page's forms asks for, named by its intent. */
export async function changeUser({ gateway, caller, id, form }: Change) {
  const intent = form.get('intent');
  if (intent === 'role') {
    if (!may(caller, 'roles:write')) throw forbidden();
    return setRole(gateway, id, form);
  }
  if (!may(caller, 'users:write')) throw forbidden();
  const submission = parseWithZod(form, { schema: nothing });
  if (intent === 'disable') {
    const { disableUser } = await gateway.mutate(DisableUserMutation, { input: { id } });
    if (!disableUser.user) return replyWithUserErrors(submission, disableUser.userErrors, []);
    return redirectWithToast(paths.user(id), 'User disabled', `${disableUser.user.name} is signed out.`);
  }
  if (intent === 'enable') {
    const { enableUser } = await gateway.mutate(EnableUserMutation, { input: { id } });
    if (!enableUser.user) return replyWithUserErrors(submission, enableUser.userErrors, []);
    return redirectWithToast(paths.user(id), 'User enabled', `${enableUser.user.name} may sign in again.`);
  }
  if (intent === 'membership') return setMembership(gateway, id, form);
  if (intent === 'remove-membership') return removeMembership(gateway, id, form);
  if (intent === 'end-sessions') {
    const { endSessions } = await gateway.mutate(EndSessionsMutation, { input: { userId: id } });
    if (!endSessions.user) return replyWithUserErrors(submission, endSessions.userErrors, []);
    return redirectWithToast(
      paths.user(id),
      'Sessions ended',
      `${plural(endSessions.ended ?? 0, 'session')} of ${endSessions.user.name}.`,
    );
  }
  throw data('Unknown intent', { status: 400 });
}

async function setMembership(gateway: Gateway, userId: string, form: FormData) {
  const found = await findTenants(gateway, form);
  if (found) return found;
  const submission = parseWithZod(form, { schema: membershipSchema });
  if (submission.status !== 'success') return submission.reply();
  const { tenantIds, tenantRole } = submission.value;
  const { setMembership: result } = await gateway.mutate(SetMembershipMutation, {
    input: { userId, tenantId: tenantIds[0] ?? '', role: tenantRole },
  });
  if (!result.membership) {
    // The form calls these fields otherwise than the API.
    const renamed = result.userErrors.map(({ message, field }) => ({
      message,
      field: field?.map((name) => ({ tenantId: 'tenantIds', role: 'tenantRole' })[name] ?? name),
    }));
    return replyWithUserErrors(submission, renamed, ['tenantIds', 'tenantRole']);
  }
  return redirectWithToast(
    paths.user(userId),
    'Role in a tenant given',
    `${result.membership.user.name}: ${tenantRoleWords[result.membership.role]}.`,
  );
}

async function removeMembership(gateway: Gateway, userId: string, form: FormData) {
  const submission = parseWithZod(form, { schema: removalSchema });
  if (submission.status !== 'success') return submission.reply();
  const { removeMembership: result } = await gateway.mutate(RemoveMembershipMutation, {
    input: { id: submission.value.membershipId },
  });
  if (!result.membership)
    return refuseQuestion(submission, { userErrors: result.userErrors, backTo: paths.user(userId) });
  return redirectWithToast(
    paths.user(userId),
    'Role in a tenant taken away',
    `${result.membership.user.name} no longer belongs to it.`,
  );
}

async function setRole(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: roleSchema });
  if (submission.status !== 'success') return submission.reply();
  const { role, before: filled } = submission.value;
  const before = readBefore(filled);
  const changed = changedFields({ role: role ?? '' }, before);
  const { user: known } = await gateway.query(UserRoleQuery, { id }, { needs: 'user' });
  if (!known) throw notFound();
  const inWords = known.platformRole ? platformRoleWords[known.platformRole] : 'none';
  if (changed.role === undefined)
    return redirectWithToast(paths.user(id), 'Nothing was changed', `Platform role: ${inWords}.`);
  const now = { role: known.platformRole ?? '' };
  const overtaken = replyIfOvertaken(submission, { changed, before, now, say: () => `“${inWords}”` });
  if (overtaken) return overtaken;
  const { setPlatformRole } = await gateway.mutate(SetPlatformRoleMutation, {
    input: { userId: id, role: role ?? null },
  });
  const { user, userErrors } = setPlatformRole;
  if (!user) return replyWithUserErrors(submission, userErrors, ['role']);
  return redirectWithToast(
    paths.user(id),
    'Platform role changed',
    `${user.name}: ${user.platformRole ? platformRoleWords[user.platformRole] : 'none'}.`,
  );
}
