import type { SubmissionResult } from '@conform-to/react';
import { Form } from '@remix-run/react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge, StatusShape } from '#app/components/ui/status.tsx';
import type { SettingPartFragment } from '#app/gql/graphql.ts';
import { writeBefore } from '#app/lib/changed-fields.ts';
import { usePending } from '#app/lib/forms.ts';
import { boundsText, settingText, unitText } from './setting-value.ts';

type SettingRowProps = {
  setting: SettingPartFragment;
  canWrite: boolean;
  lastResult: SubmissionResult | undefined;
};

type Refused = { value?: string; before?: string } | undefined;

/** One setting: what it decides, its value and bounds, who changed it, and the form that changes it. */
export function SettingRow({ setting, canWrite, lastResult }: SettingRowProps) {
  const { key } = setting;
  const isMine = lastResult?.initialValue?.['key'] === key;
  const error = isMine ? (lastResult.error?.['value']?.[0] ?? lastResult.error?.['']?.[0]) : undefined;
  // What was refused stays in the field, and with it what the field was filled with.
  const refused = error === undefined ? undefined : (lastResult?.initialValue as Refused);
  const isPending = usePending(key);
  return (
    <li className="setting" id={key}>
      <div>
        <h3 className="font-medium" id={`${key}-title`}>
          {setting.description}
        </h3>
        <p className="label flex flex-wrap gap-x-2">
          <code>{key}</code>
          <span>default {settingText(setting, setting.defaultValue)}</span>
          {setting.changedAt ? (
            <span>
              {setting.changedBy ? `${setting.changedBy}, ` : ''}
              <RelativeTime at={setting.changedAt} isFocusable />
            </span>
          ) : null}
        </p>
      </div>
      {canWrite ? (
        <Form method="post" className="setting-form" preventScrollReset aria-labelledby={`${key}-title`}>
          <input type="hidden" name="intent" value={key} />
          <input type="hidden" name="key" value={key} />
          <input type="hidden" name="type" value={setting.type} />
          <input
            type="hidden"
            name="before"
            value={refused?.['before'] ?? writeBefore({ value: setting.value })}
          />
          <SettingInput setting={setting} typed={refused?.['value']} error={error} />
          <SubmitButton kind="plain" isPending={isPending} pendingLabel="Saving">
            Save
          </SubmitButton>
          {setting.isChanged ? (
            <SubmitButton kind="quiet" isPending={isPending} pendingLabel="Resetting" name="reset" value="on">
              Use default
            </SubmitButton>
          ) : null}
          <span className="hint" id={`${key}-hint`}>
            {boundsText(setting)}
          </span>
          {error === undefined ? null : (
            <span className="field-error" id={`${key}-error`} role="alert">
              <StatusShape state="critical" />
              {error}
            </span>
          )}
        </Form>
      ) : (
        <p className="flex items-center gap-2">
          <b>{settingText(setting, setting.value)}</b>
          {setting.isChanged ? <Badge state="info">Changed</Badge> : null}
        </p>
      )}
    </li>
  );
}

type InputProps = {
  setting: SettingPartFragment;
  /** What was written in it and refused. */
  typed: string | undefined;
  error: string | undefined;
};

function SettingInput({ setting, typed, error }: InputProps) {
  const { key, type, options } = setting;
  const said = unitText(setting.unit);
  const shared = {
    name: 'value',
    // A new value in force is a new field; what was typed and refused stays.
    key: String(setting.value),
    className: 'input',
    'aria-label': `Value of ${key}${said === null ? '' : ` in ${said}`}`,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': error === undefined ? `${key}-hint` : `${key}-error`,
  };
  const { key: reactKey, ...props } = shared;
  const choices =
    type === 'BOOLEAN'
      ? [
          { value: 'true', label: 'on' },
          { value: 'false', label: 'off' },
        ]
      : options?.map((value) => ({ value, label: value }));
  if (choices !== undefined && choices.length > 0) {
    return (
      <select key={reactKey} {...props} defaultValue={typed ?? String(setting.value)}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <span className="setting-value">
      <input
        key={reactKey}
        {...props}
        inputMode={type === 'TEXT' ? 'text' : 'decimal'}
        autoComplete="off"
        defaultValue={typed ?? String(setting.value)}
      />
      {said === null ? null : <span className="label">{said}</span>}
    </span>
  );
}
