import { Link, type LinkProps } from '@remix-run/react';
import type { ButtonHTMLAttributes } from 'react';

export type ButtonKind = 'plain' | 'primary' | 'danger' | 'quiet';

export function buttonClass(kind: ButtonKind = 'plain', extra = ''): string {
  return ['button', kind === 'plain' ? '' : kind, extra].filter(Boolean).join(' ');
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: ButtonKind; isSquare?: boolean };

export function Button({ kind, isSquare, className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass(kind, `${isSquare ? 'square ' : ''}${className}`.trim())}
      {...rest}
    />
  );
}

export function ButtonLink({ kind, className = '', ...rest }: LinkProps & { kind?: ButtonKind }) {
  return <Link className={buttonClass(kind, className)} {...rest} />;
}

type SubmitProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: ButtonKind;
  isPending: boolean;
  /** What is happening, for example "Creating tenant": said while pending. */
  pendingLabel: string;
};

/** A submit button that cannot be pressed twice and says what is going on. It stays focusable while it waits. */
export function SubmitButton({
  kind = 'primary',
  isPending,
  pendingLabel,
  children,
  onClick,
  ...rest
}: SubmitProps) {
  return (
    <>
      <button
        type="submit"
        className={buttonClass(kind)}
        aria-disabled={isPending || undefined}
        onClick={(event) => {
          if (isPending) event.preventDefault();
          else onClick?.(event);
        }}
        {...rest}
      >
        {isPending ? `${pendingLabel}…` : children}
      </button>
      <span role="status" className="sr-only">
        {isPending ? pendingLabel : ''}
      </span>
    </>
  );
}
