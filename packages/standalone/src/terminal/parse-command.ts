import { parseArgs, type ParseArgsConfig } from 'node:util';
import { errorMessage } from '@intendant/kit/errors';
import { OperatorError } from '../operator-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The command line, checked: unknown or incomplete options throw `OperatorError` with one line. `--help` prints the
 * usage and ends the process.
 */
export function parseCommand<const O extends Options>(
  options: O,
  usage: string,
  args = process.argv.slice(2),
) {
  try {
    const all = { ...options, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args, options: all, allowPositionals: true, strict: true });
    if ('help' in values && values.help === true) {
      process.stdout.write(`${usage.trim()}\n`);
      process.exit(0);
    }
    return { values, positionals };
  } catch (error) {
    const [reason] = errorMessage(error).split('. ');
    throw new OperatorError(`${reason}. Try --help.`, { cause: error });
  }
}

/** A whole number within a range; throws `OperatorError` naming the option otherwise. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  { min = 1, max = Number.MAX_SAFE_INTEGER } = {},
): number | null {
  if (text === undefined) {
    return null;
  }
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new OperatorError(`${option} needs a whole number from ${min} to ${max}; got “${text}”.`);
  }
  return value;
}
