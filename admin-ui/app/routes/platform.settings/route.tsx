import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { z } from '#app/lib/schema.ts';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { Card, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { SettingPartFragment } from '#app/gql/graphql.ts';
import { changedFields, readBefore, replyIfOvertaken } from '#app/lib/changed-fields.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { readListAddress, valueOf, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { SettingFragment, SettingsQuery, UpdateSettingMutation } from './documents.ts';
import { SettingRow } from './setting-row.tsx';
import { readSettingValue, settingText } from './setting-value.ts';

export const meta: MetaFunction = () => [{ title: 'Settings · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Settings', to: paths.settings() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read');
  const { settings } = await gateway.query(SettingsQuery, {});
  return {
    settings: settings?.map((each) => readFragment(SettingFragment, each)) ?? null,
    canWrite: may(caller, 'settings:write'),
  };
}

const settingSchema = z
  .object({
    key: z.string(),
    type: z.enum(['INTEGER', 'NUMBER', 'BOOLEAN', 'TEXT']),
    value: z.string().default(''),
    reset: z.string().optional(),
    before: z.string().optional(),
  })
  .superRefine(({ type, value, reset }, context) => {
    if (reset === undefined && readSettingValue(type, value) === undefined)
      context.addIssue({ code: 'custom', path: ['value'], message: 'Write a number.' });
  });

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'settings:write');
  const submission = parseWithZod(await args.request.formData(), { schema: settingSchema });
  if (submission.status !== 'success') return submission.reply();
  const { key, type, value, reset } = submission.value;
  const { pathname, search } = new URL(args.request.url);
  const back = `${pathname}${search}#${key}`;
  // The default is meant whatever is in force; a value was written in place of the one that was shown.
  if (reset === undefined) {
    const before = readBefore(submission.value.before);
    const changed = changedFields({ value: readSettingValue(type, value) }, before);
    const known = await loadSetting(gateway, key);
    if (known !== undefined) {
      const inForce = settingText({ type, unit: known.unit ?? null }, known.value);
      if (!('value' in changed))
        return redirectWithToast(back, 'Nothing was changed', `${key} is ${inForce}.`);
      const now = { value: known.value };
      const overtaken = replyIfOvertaken(submission, { changed, before, now, say: () => inForce });
      if (overtaken) return overtaken;
    }
  }

  const { updateSetting } = await gateway.mutate(UpdateSettingMutation, {
    input: { key, value: reset === undefined ? readSettingValue(type, value) : null },
  });

  const { setting, userErrors } = updateSetting;
  if (!setting) return replyWithUserErrors(submission, userErrors, ['value']);
  return redirectWithToast(
    back,
    reset === undefined ? 'Setting changed' : 'Setting reset',
    `${key} is ${settingText({ type, unit: setting.unit ?? null }, setting.value)}.`,
  );
}

/** The setting as it is; undefined when the settings are not to be had, and the mutation will say why. */
async function loadSetting(gateway: Gateway, key: string): Promise<SettingPartFragment | undefined> {
  const { settings } = await gateway.query(SettingsQuery, {});
  return settings?.map((each) => readFragment(SettingFragment, each)).find((each) => each.key === key);
}

const moduleWords: Readonly<Record<string, string>> = {
  gateway: 'Gateway: limits of the API',
  tenants: 'Tenants and backups',
  billing: 'Billing and entitlements',
  health: 'Health: thresholds',
  security: 'Security: sessions and signals',
};

const settingList: ListSpec<'KEY'> = {
  path: paths.settings(),
  pageSize: 1000,
  defaultSort: 'KEY',
  sorts: { KEY: 'ASC' },
  filters: [
    {
      name: 'module',
      label: 'Part is',
      isSingle: true,
      options: Object.keys(moduleWords).map((value) => ({ value, label: value })),
    },
    {
      name: 'changed',
      label: 'Value is',
      isSingle: true,
      options: [{ value: 'yes', label: 'Changed' }],
    },
  ],
};

export default function Settings() {
  const { settings, canWrite } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const list = readListAddress(settingList, search);
  const shown = settings?.filter((setting) => matches(setting, list)) ?? [];
  const modules = [...new Set(shown.map((setting) => setting.module))];
  const changed = settings?.filter((setting) => setting.isChanged).length ?? 0;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Settings</h1>
            <p className="mt-1 text-ink-2" role="status">
              {settings === null
                ? 'The settings are not available.'
                : `${plural(settings.length, 'setting')}, ${changed === 0 ? 'all at their defaults' : `${formatCount(changed)} changed`}. A change is in force everywhere within a second.`}
            </p>
          </div>
        </div>
        <ListToolbar spec={settingList} list={list} label="Settings" placeholder="Name or description" />
        {settings === null ? <FailedWidget title="Settings" source="Tenants" heading="h2" /> : null}
        {settings !== null && shown.length === 0 && isNarrowed(list) ? (
          <div className="card">
            <NothingMatches spec={settingList} list={list} thing="setting" />
          </div>
        ) : null}
      </div>
      {modules.map((module) => (
        <Section key={module} id={`module-${module}`} title={moduleWords[module] ?? module}>
          <Card>
            <ul className="settings">
              {shown
                .filter((setting) => setting.module === module)
                .map((setting) => (
                  <SettingRow
                    key={setting.key}
                    setting={setting}
                    canWrite={canWrite}
                    lastResult={lastResult}
                  />
                ))}
            </ul>
          </Card>
        </Section>
      ))}
    </main>
  );
}

function matches(setting: SettingPartFragment, list: ListAddress): boolean {
  const text = list.text.toLowerCase();
  const module = valueOf(list, 'module');
  return (
    (text === '' || `${setting.key} ${setting.description}`.toLowerCase().includes(text)) &&
    (module === undefined || setting.module === module) &&
    (valueOf(list, 'changed') === undefined || setting.isChanged)
  );
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
