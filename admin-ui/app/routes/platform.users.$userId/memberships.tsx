import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, Link } from '@remix-run/react';
import { LogOut, ScrollText } from 'lucide-react';
import { TenantPicker } from '#app/components/tenant-picker.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import { DateOf } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { tenantRoleMeanings, tenantRoles, tenantRoleWords } from '#app/components/user-words.ts';
import type { UserPageQuery } from '#app/gql/graphql.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { formatCount } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { membershipSchema } from './membership-form.ts';

type User = NonNullable<UserPageQuery['user']>;
type Membership = User['memberships'][number];

type MembershipsProps = { user: User; canChange: boolean; lastResult: SubmissionResult | undefined };

/** Where the person belongs and as what; who may write users gives and takes these roles. */
export function Memberships({ user, canChange, lastResult }: MembershipsProps) {
  const { memberships } = user;
  return (
    <Card>
      <CardHead as="h2" title="Tenants" sub={formatCount(memberships.length)} />
      {memberships.length === 0 ? (
        <p className="card-body text-ink-2">This person belongs to no tenant.</p>
      ) : (
        <MembershipTable user={user} canChange={canChange} />
      )}
      {canChange ? (
        <details
          className="card-body border-t border-line pt-3"
          open={lastResult === undefined ? undefined : true}
        >
          <summary>{memberships.length === 0 ? 'Give a role in a tenant' : 'Give another role'}</summary>
          <MembershipForm key={rolesKey(memberships)} lastResult={lastResult} />
        </details>
      ) : null}
    </Card>
  );
}

/** A role that was given empties the form. */
function rolesKey(memberships: readonly Membership[]): string {
  return memberships.map(({ id, role }) => `${id} ${role}`).join(' ');
}

function MembershipTable({ user, canChange }: { user: User; canChange: boolean }) {
  return (
    <CardTable
      label="Tenants of this person"
      head={
        <>
          <HeadCell>Tenant</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell>Since</HeadCell>
          {canChange ? (
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          ) : null}
        </>
      }
    >
      {user.memberships.map((membership) => (
        <Row key={membership.id}>
          <Cell className="full">
            <Link className="font-medium" to={paths.tenant(membership.tenant.id)}>
              {membership.tenant.name ?? membership.tenant.id}
            </Link>
          </Cell>
          <Cell label="Role">{tenantRoleWords[membership.role]}</Cell>
          <Cell label="Since">
            <DateOf at={membership.createdAt} />
          </Cell>
          {canChange ? (
            <Cell className="num">
              <ButtonLink
                kind="quiet"
                id={`remove-${membership.id}`}
                to={paths.user(user.id, { confirm: 'remove-membership', membership: membership.id })}
                preventScrollReset
              >
                Remove…<span className="sr-only"> from {membership.tenant.name ?? 'this tenant'}</span>
              </ButtonLink>
            </Cell>
          ) : null}
        </Row>
      ))}
    </CardTable>
  );
}

function MembershipForm({ lastResult }: { lastResult: SubmissionResult | undefined }) {
  const isPending = usePending('membership');
  const [form, fields] = useForm({
    id: 'membership',
    lastResult,
    defaultValue: { tenantRole: 'VIEWER' },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: membershipSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('membership', lastResult);
  return (
    <Form method="post" className="form mt-3" preventScrollReset {...getFormProps(form)}>
      <input type="hidden" name="intent" value="membership" />
      <ErrorSummary
        form={form}
        fields={[
          { field: fields.tenantIds, label: 'tenant' },
          { field: fields.tenantRole, label: 'role' },
        ]}
      />
      <TenantPicker
        id={fields.tenantIds.id}
        result={lastResult}
        name="tenantIds"
        label="Tenant"
        hint="A role the person already has there is replaced."
        chosen={[]}
        error={fields.tenantIds.errors?.[0]}
        isSingle
      />
      <SelectField
        field={fields.tenantRole}
        label="Role"
        options={tenantRoles.map((value) => ({
          value,
          label: `${tenantRoleWords[value]}: ${tenantRoleMeanings[value]}`,
        }))}
      />
      <div>
        <SubmitButton kind="plain" isPending={isPending} pendingLabel="Giving role">
          Give role
        </SubmitButton>
      </div>
    </Form>
  );
}

type RemovalProps = { user: User; membership: Membership; lastResult: SubmissionResult | undefined };

export function ConfirmRemoval({ user, membership, lastResult }: RemovalProps) {
  const isPending = usePending('remove-membership');
  const [form] = useForm({ id: 'remove-membership', lastResult });
  return (
    <ConfirmDialog
      title={`Remove ${user.name} from ${membership.tenant.name ?? 'this tenant'}?`}
      cancelTo={paths.user(user.id)}
      formId={form.id}
      openerId={`remove-${membership.id}`}
      submit={
        <SubmitButton form={form.id} kind="danger" isPending={isPending} pendingLabel="Removing person">
          Remove person
        </SubmitButton>
      }
    >
      <ul className="effects">
        <li>
          <LogOut className="icon" aria-hidden />
          <span>Open sessions lose the access within seconds. You can give the role again at any time.</span>
        </li>
        <li>
          <ScrollText className="icon" aria-hidden />
          <span>It is recorded in the audit log.</span>
        </li>
      </ul>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value="remove-membership" />
        <input type="hidden" name="membershipId" value={membership.id} />
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}
