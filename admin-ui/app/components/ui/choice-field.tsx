import type { FieldMetadata } from '@conform-to/react';
import type { ReactNode } from 'react';
import { StatusShape } from './status.tsx';

type Choice = { value: string; label: ReactNode; hint?: string };

type ChoiceFieldProps = {
  field: FieldMetadata<string | undefined>;
  label: string;
  choices: readonly Choice[];
};

/** One of a few, each with a line that says what it means. */
export function ChoiceField({ field, label, choices }: ChoiceFieldProps) {
  const error = field.errors?.[0];
  return (
    <fieldset
      className="field"
      role="radiogroup"
      id={field.id}
      tabIndex={-1}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? field.errorId : undefined}
    >
      <legend className="field-label">{label}</legend>
      {choices.map((choice) => (
        <label className="choice" key={choice.value}>
          <input
            type="radio"
            name={field.name}
            value={choice.value}
            defaultChecked={field.initialValue === choice.value}
          />
          <span>
            <span className="font-medium">{choice.label}</span>
            {choice.hint === undefined ? null : <span className="hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
      {error ? (
        <span className="field-error" id={field.errorId}>
          <StatusShape state="critical" />
          {error}
        </span>
      ) : null}
    </fieldset>
  );
}

type SelectFieldProps = {
  field: FieldMetadata<string | undefined>;
  label: string;
  hint?: ReactNode;
  options: readonly { value: string; label: string }[];
};

export function SelectField({ field, label, hint, options }: SelectFieldProps) {
  const error = field.errors?.[0];
  const described = [error ? field.errorId : null, hint === undefined ? null : field.descriptionId];
  return (
    <div className="field">
      <label htmlFor={field.id}>{label}</label>
      <select
        className="input"
        id={field.id}
        name={field.name}
        defaultValue={field.initialValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
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
