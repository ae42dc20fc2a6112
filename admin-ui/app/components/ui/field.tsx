import type { FieldMetadata } from '@conform-to/react';
import type { InputHTMLAttributes, ReactNode } from 'react';
import { StatusShape } from './status.tsx';

type FieldProps = {
  field: FieldMetadata<string | undefined>;
  label: string;
  hint?: ReactNode;
  /** Something at the right of the label, for example a link. */
  aside?: ReactNode;
  rows?: number;
  inputProps?: InputHTMLAttributes<HTMLInputElement>;
};

/** Label above, hint and error below, wired for assistive technology. */
export function Field({ field, label, hint, aside, rows, inputProps }: FieldProps) {
  const error = field.errors?.[0];
  const described = [error ? field.errorId : null, hint === undefined ? null : field.descriptionId];
  const shared = {
    id: field.id,
    name: field.name,
    defaultValue: field.initialValue,
    required: field.required,
    minLength: field.minLength,
    maxLength: field.maxLength,
    className: 'input',
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described.filter(Boolean).join(' ') || undefined,
  };
  return (
    <div className="field">
      <div className="flex items-center justify-between">
        <label htmlFor={field.id}>{label}</label>
        {aside}
      </div>
      {rows === undefined ? <input {...shared} {...inputProps} /> : <textarea {...shared} rows={rows} />}
      {hint === undefined ? null : (
        <span className="hint" id={field.descriptionId}>
          {hint}
        </span>
      )}
      {error ? (
        <span className="field-error" id={field.errorId}>
          <StatusShape state="critical" />
          {error}
        </span>
      ) : null}
    </div>
  );
}

type ErrorSummaryProps = {
  form: { errorId: string; errors?: string[] };
  fields: { field: Pick<FieldMetadata, 'id' | 'errors'>; label: string }[];
};

/** After a submit that was refused: what needs a change, with links to the fields. */
export function ErrorSummary({ form, fields }: ErrorSummaryProps) {
  const wrong = fields.filter(({ field }) => (field.errors?.length ?? 0) > 0);
  const general = form.errors ?? [];
  if (wrong.length === 0 && general.length === 0) return null;
  return (
    <div className="error-summary" role="alert" id={form.errorId}>
      {general.map((message) => (
        <p key={message}>
          <b>{message}</b>
        </p>
      ))}
      {wrong.length === 0 ? null : (
        <p>
          <b>{wrong.length === 1 ? '1 field needs a change.' : `${wrong.length} fields need a change.`}</b>{' '}
          {wrong.map(({ field, label }, index) => (
            <span key={field.id}>
              {index > 0 ? ', ' : ''}
              <a href={`#${field.id}`}>
                {index === 0 ? label.charAt(0).toUpperCase() + label.slice(1) : label}
              </a>
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}
