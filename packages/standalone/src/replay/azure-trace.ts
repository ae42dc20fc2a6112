import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { errorCode } from '@intendant/kit/errors';
import { OperatorError } from '../operator-error.ts';

/** One function of the trace: who owns it, how often it ran in each minute, and how long its runs took. */
export interface TraceFunction {
  owner: string;
  app: string;
  id: string;
  trigger: string;
  /** Invocations by minute, in the order of `Trace.minutes`. */
  counts: Uint32Array;
  /** Duration in milliseconds at each of `durationPercentiles`; null when the trace has none for it. */
  durations: readonly number[] | null;
}

export interface Trace {
  /** Minutes of the day, ascending. The dataset counts from 1, which is 00:00. */
  minutes: readonly number[];
  functions: readonly TraceFunction[];
  owners: readonly string[];
  invocations: number;
  /** Says whether two traces are the same, whatever their files are called. */
  fingerprint: string;
}

/** The percentiles of the dataset's duration columns. */
export const durationPercentiles = [0, 1, 25, 50, 75, 99, 100] as const;

/**
 * Reads a day (or a part of one) of the Azure Functions 2019 dataset: `invocations*.csv` and `*durations*.csv`,
 * plain or gzipped. Throws `OperatorError` when a file is missing or malformed.
 * Source: https://github.com/Azure/AzurePublicDataset/blob/master/AzureFunctionsDataset2019.md
 */
export async function readAzureTrace(directory: string): Promise<Trace> {
  const invocationsFile = findFile(directory, /^invocations.*\.csv(\.gz)?$/, 'invocations.csv');
  const durationsFile = findFile(directory, /durations.*\.csv(\.gz)?$/, 'durations.csv');
  const durations = await readDurations(durationsFile);
  const hash = createHash('sha256');
  const functions: TraceFunction[] = [];
  let minutes: number[] = [];
  let invocations = 0;
  await eachRow(invocationsFile, (row, line) => {
    hash.update(row.join(','));
    if (line === 1) {
      minutes = minutesOf(row, invocationsFile);
      return;
    }
    const [owner = '', app = '', id = '', trigger = '', ...cells] = row;
    const counts = Uint32Array.from(cells, Number);
    if (counts.length !== minutes.length || cells.some((cell) => !/^\d+$/.test(cell))) {
      throw malformed(
        invocationsFile,
        line,
        `needs ${minutes.length} whole numbers after the first four columns`,
      );
    }
    invocations += counts.reduce((sum, count) => sum + count, 0);
    functions.push({ owner, app, id, trigger, counts, durations: durations.get(id) ?? null });
  });
  const owners = [...new Set(functions.map(({ owner }) => owner))];
  return { minutes, functions, owners, invocations, fingerprint: hash.digest('hex').slice(0, 16) };
}

function minutesOf(header: readonly string[], file: string): number[] {
  const [owner, app, id, trigger, ...minutes] = header;
  const isAscending = minutes.every(
    (minute, index) => index === 0 || Number(minute) > Number(minutes[index - 1]),
  );
  if (
    [owner, app, id, trigger].join() !== 'HashOwner,HashApp,HashFunction,Trigger' ||
    minutes.length === 0 ||
    minutes.some((minute) => !/^\d{1,4}$/.test(minute)) ||
    !isAscending
  ) {
    throw malformed(
      file,
      1,
      'must be HashOwner,HashApp,HashFunction,Trigger and then minutes of the day, ascending',
    );
  }
  return minutes.map(Number);
}

async function readDurations(file: string): Promise<Map<string, number[]>> {
  const durations = new Map<string, number[]>();
  let columns: number[] = [];
  let idColumn = -1;
  await eachRow(file, (row, line) => {
    if (line === 1) {
      idColumn = row.indexOf('HashFunction');
      columns = durationPercentiles.map((percentile) => row.indexOf(`percentile_Average_${percentile}`));
      if (idColumn < 0 || columns.includes(-1)) {
        throw malformed(file, 1, 'lacks HashFunction or one of the columns percentile_Average_0 to _100');
      }
      return;
    }
    const values = columns.map((column) => Number(row[column]));
    if (values.some((value, index) => !(value >= 0) || value < (values[index - 1] ?? 0))) {
      throw malformed(file, line, 'needs percentiles that ascend from 0');
    }
    durations.set(row[idColumn] ?? '', values);
  });
  return durations;
}

function findFile(directory: string, pattern: RegExp, usualName: string): string {
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => pattern.test(name));
  } catch (error) {
    throw new OperatorError(
      `The directory ${directory} cannot be read (${errorCode(error) ?? String(error)}).`,
      {
        cause: error,
      },
    );
  }
  const [name, other] = names.sort();
  if (name === undefined || other !== undefined) {
    const found = other === undefined ? 'none' : names.join(', ');
    throw new OperatorError(`${directory} must hold one ${usualName} or ${usualName}.gz; found ${found}.`);
  }
  return join(directory, name);
}

async function eachRow(file: string, onRow: (row: string[], line: number) => void): Promise<void> {
  const rows = parse({ relax_column_count: true, skip_empty_lines: true, bom: true });
  // A stream that breaks ends the last one with its error, which the loop below meets.
  pipeline(createReadStream(file), file.endsWith('.gz') ? createGunzip() : new PassThrough(), rows, () => {});
  let line = 0;
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      onRow(row, (line += 1));
    }
  } catch (error) {
    if (error instanceof OperatorError) {
      throw error;
    }
    throw new OperatorError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      {
        cause: error,
      },
    );
  }
  if (line < 2) {
    throw malformed(file, line, 'holds no data');
  }
}

function malformed(file: string, line: number, problem: string): OperatorError {
  return new OperatorError(`${file}, line ${line}: ${problem}.`);
}
