import { parseWithZod } from '@conform-to/zod/v4';
import { data } from '@remix-run/node';
import { z } from 'zod';
import { platformRoleWords } from '#app/components/user-words.ts';
import { plural } from '#app/lib/format.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import { forbidden, type Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may, type Caller } from '#app/lib/permissions.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import {
  DisableUserMutation,
  EnableUserMutation,
  EndSessionsMutation,
  SetPlatformRoleMutation,
} from './documents.ts';

const nothing = z.object({});
const roleSchema = z.object({
  role: z.enum(['OWNER', 'ADMIN', 'SUPPORT', 'BILLING', 'VIEWER']).optional(),
});

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

async function setRole(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: roleSchema });
  if (submission.status !== 'success') return submission.reply();
  const { setPlatformRole } = await gateway.mutate(SetPlatformRoleMutation, {
    input: { userId: id, role: submission.value.role ?? null },
  });
  const { user, userErrors } = setPlatformRole;
  if (!user) return replyWithUserErrors(submission, userErrors, ['role']);
  return redirectWithToast(
    paths.user(id),
    'Platform role changed',
    `${user.name}: ${user.platformRole ? platformRoleWords[user.platformRole] : 'none'}.`,
  );
}
